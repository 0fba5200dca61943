import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { problemsIn } from "../../policies/configuration/check.ts";
import { problemLines } from "../../policies/configuration/problem-lines.ts";
import { configurationSchema } from "../../policies/configuration/schema.ts";
import { defaultsOf } from "../../policies/judging/settings.ts";
import { policyTexts } from "../../policies/policy-texts.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, readPolicyConfiguration } from "../support/policy-harness.ts";
import { deployment } from "./workloads.ts";

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
    ["one of no day", { "no-host-pid": { exemptions: [exemption({ expires: "2027-02-30" })] } }, "is no day"],
    ["a number for an entry", { "no-host-pid": 7 }, "no-host-pid = 7"],
    ["a list", [], "(the file) = [] is no object"],
  ])("is refused for %s", (_what, configuration, mention) => {
    const lines = linesFor(configuration);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(mention);
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

  it.each(["dev", "staging", "production"])("of ours is right, and has no exemption in it: %s", (stack) => {
    const configuration = readPolicyConfiguration(stack);
    expect(linesFor(configuration, stack)).toEqual([]);
    expect(JSON.stringify(configuration)).not.toContain("exemptions");
    const schema = configurationSchema(policyTexts) as Parameters<typeof z.fromJSONSchema>[0];
    expect(z.fromJSONSchema(schema).safeParse(configuration).error).toBeUndefined();
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
