import { describe, expect, it } from "vitest";
import { parseImageReference } from "../../policies/kubernetes/image-reference.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deploymentWith, digest, zeroDigest } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });

describe("an image reference", () => {
  it.each([
    ["nginx", "nginx", undefined, undefined],
    ["nginx:1.27", "nginx", "1.27", undefined],
    ["nginx:", "nginx", undefined, undefined],
    ["registry:5000/web", "registry:5000/web", undefined, undefined],
    ["registry:5000/shop/web:1", "registry:5000/shop/web", "1", undefined],
    [`web@${digest}`, "web", undefined, digest],
    [`registry:5000/web:1@${digest}`, "registry:5000/web", "1", digest],
  ])("%s is taken apart", (text, repository, tag, expected) => {
    expect(parseImageReference(text)).toEqual({ repository, tag, digest: expected });
  });
});

describe("no-latest-tag", () => {
  it.each(["nginx:1.27", "registry:5000/web:1", `web@${digest}`, `web:latest@${digest}`])(
    "allows %s",
    async (image) => {
      expect(await judge([deploymentWith({ image })], only("no-latest-tag"))).toEqual([]);
    },
  );

  it.each([
    ["nginx:latest", 'is "nginx:latest", which has the tag latest.'],
    ["nginx", 'is "nginx", which has no tag, which means latest.'],
    ["nginx:", 'is "nginx:", which has no tag, which means latest.'],
    ["registry:5000/web", 'is "registry:5000/web", which has no tag, which means latest.'],
    ["", "is empty."],
    [null, "is not set."],
    [17, "is 17."],
  ])("rejects %j", async (image, problem) => {
    const [violation] = await judge([deploymentWith({ image })], only("no-latest-tag"));
    expect(violation?.message).toContain(`: spec.template.spec.containers[0].image ${problem}`);
  });
});

describe("require-image-digest", () => {
  it.each([`web@${digest}`, `web:1@${digest}`, `web@${zeroDigest}`])("allows %s", async (image) => {
    expect(await judge([deploymentWith({ image })], only("require-image-digest"))).toEqual([]);
  });

  it.each([
    ["web:1", 'is "web:1", which has no digest.'],
    [`web@${digest.slice(0, -1)}`, "whose digest is not sha256: and 64 hexadecimal digits."],
    [`web@${digest.toUpperCase()}`, "whose digest is not sha256: and 64 hexadecimal digits."],
    [`web@${digest}0`, "whose digest is not sha256: and 64 hexadecimal digits."],
    ["web@", "whose digest is not sha256: and 64 hexadecimal digits."],
    [undefined, "is not set."],
    ["", "is empty."],
  ])("rejects %j", async (image, problem) => {
    const [violation] = await judge([deploymentWith({ image })], only("require-image-digest"));
    expect(violation?.message).toContain(problem);
  });
});

describe("require-image-digest by environment", () => {
  const rule = "require-image-digest";
  const from = (environment: string) => {
    const tagged = deploymentWith({ image: "web:1" });
    const metadata = { name: "web", labels: { "slipway.dev/environment": environment } };
    return [{ ...tagged, props: { ...tagged.props, metadata } }];
  };
  const judgedAs = (environment: string, parameters: Readonly<Record<string, unknown>> = {}) =>
    judge(from(environment), { ...only(rule), config: { [rule]: parameters } });

  it("leaves dev alone, where images are built on the spot", async () => {
    expect(await judgedAs("dev")).toEqual([]);
    expect(await judgedAs("staging")).toHaveLength(1);
  });

  it("judges an object that calls itself dev where nothing is excepted, as in staging and production", async () => {
    expect(await judgedAs("dev", { exceptEnvironments: [] })).toHaveLength(1);
  });

  it("reads the label that it is told to", async () => {
    expect(await judgedAs("dev", { environmentLabel: "tier" })).toHaveLength(1);
  });
});

describe("no-never-released-digest", () => {
  const rule = only("no-never-released-digest");
  const neverReleased = [deploymentWith({ image: `registry.example/shop/web:1@${zeroDigest}` })];

  it("stops an update and says how to give a digest", async () => {
    const [violation] = await judge(neverReleased, { ...rule, dryRun: false });
    expect(violation).toMatchObject({ level: "mandatory", policy: "no-never-released-digest" });
    expect(violation?.message).toContain("write the digest of the image that was released in its place");
  });

  it("is silent in a preview, where it says that it does not apply", async () => {
    const { violations, notApplicable } = await judgeFully(neverReleased, { ...rule, dryRun: true });
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(1);
  });

  it.each([`web@${digest}`, `web@sha256:${"0".repeat(63)}1`, "web:1", null, ""])(
    "allows %j",
    async (image) => {
      expect(await judge([deploymentWith({ image })], rule)).toEqual([]);
    },
  );
});
