import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { problemsIn } from "../../policies/configuration/check.ts";
import { policyList } from "../../policies/configuration/policy-list.ts";
import { problemLines } from "../../policies/configuration/problem-lines.ts";
import { unprotectedWarning } from "../../policies/configuration/protection.ts";
import { configurationSchema } from "../../policies/configuration/schema.ts";
import { policiesOf } from "../../policies/judging/policy.ts";
import { defaultsOf } from "../../policies/judging/settings.ts";
import { policyTexts } from "../../policies/policy-texts.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { reconcile } from "../support/policy-configuration.ts";
import { judge, readPolicyConfiguration } from "../support/policy-harness.ts";
import { deployment } from "./workloads.ts";

const served = policiesOf(rules, { isDryRun: () => false });
const now = new Date("2027-01-31T12:00:00Z");
const linesFor = (configuration: unknown, stack = "staging") =>
  problemLines("x.json", problemsIn(configuration, { policies: policyTexts, stack, now }));
const exemption = (changes: Record<string, unknown> = {}) => ({
  resource: "kubernetes:apps/v1:Deployment::web",
  reason: "its vendor mends it",
  owner: "shop-team",
  expires: "2027-01-31",
  ...changes,
});

describe("a policy configuration", () => {
  it.each([
    [
      "a misspelt policy",
      { "no-latest-tags": "mandatory" },
      'no-latest-tags = "mandatory" is no policy. Fix: write no-latest-tag.',
    ],
    [
      "a policy of nobody",
      { zzzzzzzzzzzz: "mandatory" },
      'zzzzzzzzzzzz = "mandatory" is no policy. Fix: remove it.',
    ],
    [
      "a misspelt level",
      { all: "mandatroy" },
      'all = "mandatroy" is no level that it can have. Fix: write mandatory.',
    ],
    [
      "a misspelt level of a policy",
      { "no-host-pid": { enforcementLevel: "of" } },
      "no-host-pid.enforcementLevel",
    ],
    [
      "a level to mend by, where nothing is mended",
      { "no-host-pid": "remediate" },
      "is no level that it can have",
    ],
    [
      "the pack's own settings switched off",
      { "pack-configuration": "disabled" },
      "is no level that it can have",
    ],
    [
      "a level for all that switches off what watches over the others",
      { all: "disabled" },
      'all = "disabled" switches off pack-configuration and exemptions-in-use too, which watch over the others and over exemptions. Fix: add "pack-configuration": "mandatory" and "exemptions-in-use": "mandatory".',
    ],
    [
      "one that leaves a single one of the two",
      { all: "disabled", "exemptions-in-use": "mandatory" },
      "switches off pack-configuration too",
    ],
    [
      "a lower level without a reason",
      { "no-latest-tag": "advisory" },
      'no-latest-tag = "advisory" is lower than mandatory, which is the level of no-latest-tag by itself, and nothing says why.',
    ],
    [
      "one in an object",
      { "require-annotations": { enforcementLevel: "disabled" } },
      'Fix: write { "enforcementLevel": "disabled", "reason": "…" } with the reason.',
    ],
    [
      "a reason of blanks",
      { "no-latest-tag": { enforcementLevel: "advisory", reason: " " } },
      "no-latest-tag.reason",
    ],
    [
      "a misspelt parameter",
      { "require-labels": { everwhere: [] } },
      "require-labels.everwhere = [] is no parameter of require-labels. Fix: write everywhere.",
    ],
    ["a text for a list", { "require-labels": { everywhere: "owner" } }, "Fix: write a list of texts."],
    [
      "a number in a list",
      { "require-labels": { everywhere: ["a", 7] } },
      "require-labels.everywhere[1] = 7",
    ],
    [
      "a text for a switch",
      { "require-requests-and-limits": { cpuLimit: "no" } },
      'require-requests-and-limits.cpuLimit = "no"',
    ],
    [
      "an exemption without an owner",
      { "no-host-pid": { exemptions: [exemption({ owner: undefined })] } },
      "no-host-pid.exemptions[0].owner",
    ],
    [
      "one that has expired",
      { "no-host-pid": { exemptions: [exemption({ expires: "2027-01-30" })] } },
      'no-host-pid.exemptions[0].expires = "2027-01-30" has passed. Fix: mend the resource and remove the exemption, or ask shop-team for a later date.',
    ],
    [
      "one without end",
      { "no-host-pid": { exemptions: [exemption({ expires: "2027-08-01" })] } },
      "is more than 180 days ahead. Fix: write an earlier day, or raise pack-configuration.longestExemption.",
    ],
    [
      "two for one resource",
      { "no-host-pid": { exemptions: [exemption(), exemption({ reason: "another" })] } },
      "no-host-pid.exemptions[1].resource",
    ],
    ...[
      "kubernetes:apps/v1:Deployment::*",
      "acme:System$kubernetes:apps/v1:Deployment::web",
      "shop::web",
    ].map((resource): [string, object, string] => [
      `the resource ${resource}`,
      { "no-host-pid": { exemptions: [exemption({ resource })] } },
      "no-host-pid.exemptions[0].resource",
    ]),
    [
      "an owner of blanks",
      { "no-host-pid": { exemptions: [exemption({ owner: " " })] } },
      "no-host-pid.exemptions[0].owner",
    ],
    [
      "a bound without a unit",
      { "pack-configuration": { longestExemption: "90" } },
      'pack-configuration.longestExemption = "90"',
    ],
    ["one of no day", { "no-host-pid": { exemptions: [exemption({ expires: "2027-02-30" })] } }, "is no day"],
    ["a number for an entry", { "no-host-pid": 7 }, "no-host-pid = 7"],
    ["a list", [], "(the file) = [] is no object"],
  ])("is refused for %s", (_what, configuration, mention) => {
    const lines = linesFor(configuration);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(mention);
  });

  it.each([
    ["max-container-resources", "cpu", "lots"],
    ["max-container-resources", "memory", "8GiB"],
    ["limit-request-ratio", "cpu", "1.5"],
    ["limit-request-ratio", "memory", "0"],
    ["allowed-certificate-issuer", "longest", "90d"],
    ["require-postgres-backups", "retention", "soon"],
    ["hpa-target-exists", "elsewhere", ["shop/web"]],
    ["hpa-target-exists", "elsewhere", ["Deployment web"]],
    ["no-unseen-release", "allowed", ["cache"]],
    ["pack-configuration", "environmentLabel", "the environment"],
    ["min-replicas", "workloadLabel", "example.com/"],
    ["require-labels", "onWorkloads", ["-version"]],
    ["require-annotations", "annotations", ["a/b/c"]],
    ["one-system-per-database", "label", "part of"],
    ["volume-backup-policy", "label", "Example.com/backup"],
  ])("is refused for %s.%s = %j, by the check as by the engine", (policy, parameter, value) => {
    const configuration = { [policy]: { [parameter]: value } };
    const lines = linesFor(configuration);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${policy}.${parameter}`);
    expect(() => reconcile(served, configuration)).toThrow(policy);
  });

  it("takes defaults that it would take from a stack", () => {
    for (const policy of policyTexts) {
      const own = defaultsOf(policy.parameters ?? {});
      expect(linesFor(Object.keys(own).length > 0 ? { [policy.name]: own } : {}), policy.name).toEqual([]);
    }
  });

  it("is told all of its problems", () => {
    expect(
      linesFor({
        all: "strict",
        "no-latest-tags": "mandatory",
        "no-host-pid": { level: "mandatory", enforcementLevel: "strict" },
        "require-labels": { everywhere: [1, 2] },
      }),
    ).toHaveLength(6);
  });

  it("takes an exemption from a critical policy where the stack is not protected", () => {
    const configuration = { "no-privileged-containers": { exemptions: [exemption()] } };
    expect(linesFor(configuration)).toEqual([]);
    expect(linesFor(configuration, "production")[0]).toContain("which is protected");
    const live = { ...configuration, "pack-configuration": { protectedStacks: ["live"] } };
    expect(linesFor(live, "production")).toEqual([]);
    expect(linesFor(live, "live")).toHaveLength(1);
  });

  it.each([
    [
      "a critical policy made advice",
      { "no-privileged-containers": { enforcementLevel: "advisory", reason: "later" } },
      "no-privileged-containers.enforcementLevel",
    ],
    [
      "the list of exemptions switched off",
      { "exemptions-in-use": { enforcementLevel: "disabled", reason: "long" } },
      "exemptions-in-use.enforcementLevel",
    ],
  ])("is refused for %s where the stack is protected", (_what, configuration, mention) => {
    expect(linesFor(configuration)).toEqual([]);
    expect(linesFor(configuration, "production")).toHaveLength(1);
    expect(linesFor(configuration, "production")[0]).toContain(mention);
  });

  it("can't make all critical policies advice at once where the stack is protected", () => {
    const critical = rules.filter(({ severity }) => severity === "critical").length;
    expect(linesFor({ all: "advisory" })).toEqual([]);
    expect(linesFor({ all: "advisory" }, "production")).toHaveLength(critical);
    expect(critical).toBeGreaterThan(5);
  });

  it("is warned of where nothing is protected", () => {
    const none = { "pack-configuration": { protectedStacks: [] } };
    expect(unprotectedWarning(new Map([["live", {}]]))).toBeUndefined();
    expect(unprotectedWarning(new Map([["live", none]]))).toContain("configuration of live:");
    const live = { "pack-configuration": { protectedStacks: ["live"] } };
    const stacks = (ofLive: object) => new Map(Object.entries({ dev: {}, live: ofLive }));
    expect(unprotectedWarning(stacks({}))).toContain("configuration of dev, live:");
    expect(unprotectedWarning(stacks(live))).toBeUndefined();
  });

  it("is listed with the reasons of its levels", () => {
    const listed = policyTexts.filter(({ name }) => name === "no-host-pid");
    const entry = { enforcementLevel: "advisory", reason: "an agent needs it" };
    const text = policyList(listed, new Map([["live", { "no-host-pid": entry }]]));
    expect(text).toContain("levels: by default mandatory, live advisory (an agent needs it)");
  });

  it.each(["dev", "staging", "production"])("of ours is right, and has no exemption in it: %s", (stack) => {
    const configuration = readPolicyConfiguration(stack);
    expect(linesFor(configuration, stack)).toEqual([]);
    expect(JSON.stringify(configuration)).not.toContain("exemptions");
    const schema = configurationSchema(policyTexts) as Parameters<typeof z.fromJSONSchema>[0];
    expect(z.fromJSONSchema(schema).safeParse(configuration).error).toBeUndefined();
  });

  it("to start from is right, and is the one that the README shows", () => {
    const example = readPolicyConfiguration("example");
    expect(linesFor(example, "production")).toEqual([]);
    const readme = readFileSync(new URL("../../policies/README.md", import.meta.url), "utf8");
    const shown = /`config\/example\.json`.*?```json\n(.*?)```/s.exec(readme)?.[1] ?? "";
    expect(JSON.parse(shown)).toEqual(example);
  });

  it("is held to the pack in a run too, as far as the engine passes it on", async () => {
    const [violation, ...others] = await judge([deployment()], {
      rules: rules.filter(({ name }) => name === "no-host-pid"),
      config: { "no-host-pid": { exemption: [] } },
      strict: false,
    });
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ policy: "pack-configuration", level: "mandatory" });
    expect(violation?.message).toContain(
      '["no-host-pid"].exemption is no parameter of no-host-pid. A misspelt',
    );
    expect(violation?.message).toContain("Fix: write exemptions.");
  });
});

describe("the schema", () => {
  it("is what the rules say (else run: node policies/commands/write-schema.ts)", () => {
    const file = new URL("../../policies/config.schema.json", import.meta.url);
    const schema: unknown = JSON.parse(JSON.stringify(configurationSchema(policyTexts)));
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(schema);
  });
});

describe("the defaults", () => {
  it.each(policyTexts)("of $name are nobody's", ({ parameters = {} }) => {
    expect(JSON.stringify(defaultsOf(parameters))).not.toMatch(/slipway|atlas|crb|odd-scenes/i);
  });
});
