import { describe, expect, it } from "vitest";
import { isOf, stackOf } from "../../policies/exemptions/exemption.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, type CapturedResource, type Violation } from "../support/policy-harness.ts";
import { podSpec, resource, workload, wrappers } from "./workloads.ts";

const now = new Date("2027-01-31T12:00:00Z");
const only = (...names: readonly string[]) => rules.filter(({ name }) => names.includes(name));
const [wrapper] = wrappers;
if (!wrapper) throw new Error("There is no workload.");

const of = (stack: string, name: string, spec: Record<string, unknown>): CapturedResource => {
  const made = workload(wrapper, podSpec(spec));
  return { ...made, name, urn: `urn:pulumi:${stack}::shop::acme:System$${made.type}::${name}` };
};
const onHost = (stack = "staging", name = "web") => of(stack, name, { hostPID: true });
const exemption = (changes: Record<string, unknown> = {}) => ({
  resource: onHost().urn,
  reason: "the agent reads the node's processes",
  owner: "shop-team",
  expires: "2027-01-31",
  ...changes,
});

const judged = (
  resources: readonly CapturedResource[],
  exemptions: readonly unknown[],
  settings: Record<string, unknown> = {},
): Promise<readonly Violation[]> =>
  judge(resources, {
    rules: only("no-host-pid"),
    now,
    config: {
      all: "mandatory",
      "no-host-pid": { exemptions },
      ...(Object.keys(settings).length > 0 && { "pack-configuration": settings }),
    },
  });
const shown = (violations: readonly Violation[]) =>
  violations.map(({ policy, level }) => `${policy} ${level}`);

describe("an exemption", () => {
  it("keeps a violation back, and is listed as advice even where all is mandatory", async () => {
    const violations = await judged([onHost()], [exemption()]);
    expect(shown(violations)).toEqual(["exemptions-in-use advisory"]);
    expect(violations[0]?.message).toContain(
      `${onHost().urn}: ["no-host-pid"].exemptions[0] keeps back 1 violation until 2027-01-31, for shop-team: the agent reads the node's processes.`,
    );
  });

  it("names a resource by its URN or by its type and name, all of it", () => {
    const { urn, type } = onHost();
    expect(isOf({ resource: urn }, urn)).toBe(true);
    expect(isOf({ resource: `${type}::web` }, urn)).toBe(true);
    for (const other of [`${type}::we`, "web", "::web", `acme:System$${type}::web`, `${type}::*`]) {
      expect(isOf({ resource: other }, urn)).toBe(false);
    }
    expect(stackOf(urn)).toBe("staging");
    expect(stackOf("web")).toBeUndefined();
  });

  it("is of one resource and of one policy", async () => {
    const resources = [of("staging", "web", { hostPID: true, hostIPC: true }), onHost("staging", "other")];
    const violations = await judge(resources, {
      rules: only("no-host-pid", "no-host-ipc"),
      now,
      config: { "no-host-pid": { exemptions: [exemption()] } },
    });
    expect(violations.map(({ policy, urn }) => `${policy} ${urn?.split("::").at(-1) ?? ""}`)).toEqual([
      "no-host-ipc web",
      "no-host-pid other",
      "exemptions-in-use ",
    ]);
  });

  it("holds for what a stack policy finds, too", async () => {
    const { type } = onHost();
    const lonely = of("staging", "web", {});
    const options = { rules: only("require-network-policy"), now };
    expect(new Set(shown(await judge([lonely], options)))).toEqual(
      new Set(["require-network-policy mandatory"]),
    );
    const entry = { exemptions: [exemption({ resource: `${type}::web` })] };
    const config = { "require-network-policy": entry };
    expect(shown(await judge([lonely], { ...options, config }))).toEqual(["exemptions-in-use advisory"]);
  });

  it("that matches nothing is reported", async () => {
    const violations = await judged([of("staging", "web", {})], [exemption()]);
    expect(shown(violations)).toEqual(["exemptions-in-use advisory"]);
    expect(violations[0]?.message).toContain("matches no violation");
  });

  it("ends with its day, in UTC, and fails the run from then on", async () => {
    expect(shown(await judged([onHost()], [exemption({ expires: "2027-01-30" })]))).toEqual([
      "no-host-pid mandatory",
      "pack-configuration mandatory",
    ]);
    const [expired] = await judged([of("staging", "web", {})], [exemption({ expires: "2027-01-30" })]);
    expect(expired?.message).toContain(
      'configuration: ["no-host-pid"].exemptions[0].expires is 2027-01-30, which has passed; it is for',
    );
    expect(expired?.message).toContain("ask shop-team for a later date");
  });

  it.each(["2027-02-30", "2027-13-01"])("with no day of the calendar, %s, does not hold", async (expires) => {
    const violations = await judged([onHost()], [exemption({ expires })]);
    expect(shown(violations)).toEqual(["no-host-pid mandatory", "pack-configuration mandatory"]);
    expect(violations[1]?.message).toContain("which is no day");
  });

  it("holds no longer than its stack allows one to", async () => {
    const far = [exemption({ expires: "2027-07-31" })];
    expect(shown(await judged([onHost()], far))).toEqual([
      "no-host-pid mandatory",
      "pack-configuration mandatory",
    ]);
    const [, refused] = await judged([onHost()], far);
    expect(refused?.message).toContain("is 2027-07-31, more than 180 days ahead");
    expect(shown(await judged([onHost()], [exemption({ expires: "2027-07-30" })]))).toHaveLength(1);
    expect(shown(await judged([onHost()], far, { longestExemption: "181d" }))).toHaveLength(1);
  });

  it("that no longer holds fails the run at any level", async () => {
    const violations = await judge([onHost()], {
      rules: only("no-host-pid"),
      now,
      config: { all: "advisory", "no-host-pid": { exemptions: [exemption({ expires: "2027-01-30" })] } },
    });
    expect(shown(violations)).toEqual(["no-host-pid advisory", "pack-configuration mandatory"]);
  });

  it("by type and name fails where two resources are called so, and asks for the URN", async () => {
    const { type, urn } = onHost();
    const twin = { ...onHost(), urn: urn.replace("acme:System", "acme:Other") };
    const violations = await judged([onHost(), twin], [exemption({ resource: `${type}::web` })]);
    const review = violations.find(({ policy }) => policy === "pack-configuration");
    expect(review?.level).toBe("mandatory");
    expect(review?.message).toContain(`which 2 resources are: ${urn}, ${twin.urn}.`);
    expect(review?.message).toContain("write the URN of the one that is meant");
    expect(shown(await judged([onHost(), twin], [exemption({ resource: urn })]))).toEqual([
      "no-host-pid mandatory",
      "exemptions-in-use advisory",
    ]);
  });

  it("by the name in the cluster is told which name counts", async () => {
    const { type } = onHost();
    const called = { ...onHost(), name: "shop-web", urn: onHost().urn.replace(/web$/, "shop-web") };
    const violations = await judged([called], [exemption({ resource: `${type}::web` })]);
    expect(shown(violations)).toEqual(["no-host-pid mandatory", "exemptions-in-use advisory"]);
    expect(violations[1]?.message).toContain("names no resource: Pulumi's own name counts");
    expect(violations[1]?.message).toContain(`Fix: write ${type}::shop-web.`);
  });

  it.each([
    ["no reason", { reason: undefined }, "reason"],
    ["an empty owner", { owner: "" }, "owner"],
    ["a reason of blanks", { reason: "  " }, "reason"],
    ["a pattern", { resource: "kubernetes:apps/v1:Deployment::web-*" }, "resource"],
    ["no date", { expires: undefined }, "expires"],
    ["a date in words", { expires: "next year" }, "expires"],
    ["a bare name", { resource: "web" }, "resource"],
    ["a misspelt key", { because: "x" }, "because"],
  ])("with %s is refused before anything is judged", async (_what, changes, mention) => {
    const entry = JSON.parse(JSON.stringify(exemption(changes))) as unknown;
    await expect(judged([onHost()], [entry])).rejects.toThrow(mention);
  });
});

describe("a critical policy", () => {
  const critical = "no-privileged-containers";
  const privileged = (stack: string) =>
    of(stack, "web", { containers: [{ name: "web", securityContext: { privileged: true } }] });
  const judgedIn = (stack: string, settings: Record<string, unknown> = {}) =>
    judge([privileged(stack)], {
      rules: only(critical),
      now,
      config: {
        "pack-configuration": settings,
        [critical]: { exemptions: [exemption({ resource: privileged(stack).urn })] },
      },
    });

  it("is one whose severity says so", () => {
    expect(only(critical)[0]?.severity).toBe("critical");
  });

  it.each(["production", "prod"])("takes no exemption in %s", async (stack) => {
    const violations = await judgedIn(stack);
    expect(shown(violations)).toEqual([`${critical} mandatory`, "pack-configuration mandatory"]);
    expect(violations[1]?.message).toContain("from a critical policy in a protected stack");
  });

  it("takes none where the policy that knows the stack is switched off", async () => {
    const { type, urn } = privileged("staging");
    const violations = await judge([privileged("staging")], {
      rules: only(critical),
      now,
      config: {
        "pack-configuration": "disabled",
        [critical]: { exemptions: [exemption({ resource: urn }), exemption({ resource: `${type}::web` })] },
      },
    });
    expect(shown(violations)).toEqual([`${critical} mandatory`]);
  });

  it("takes one elsewhere, and the stack's configuration says where that is", async () => {
    expect(shown(await judgedIn("staging"))).toEqual(["exemptions-in-use advisory"]);
    const settings = { protectedStacks: ["live"] };
    expect(shown(await judgedIn("live", settings))).toHaveLength(2);
    expect(shown(await judgedIn("production", settings))).toEqual(["exemptions-in-use advisory"]);
  });
});

describe("a stack without Kubernetes", () => {
  it("has its exemptions listed all the same", async () => {
    const other = resource("random:index/randomId:RandomId", {});
    expect(shown(await judged([other], [exemption()]))).toEqual(["exemptions-in-use advisory"]);
  });
});
