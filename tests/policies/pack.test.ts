import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { handbook } from "../../policies/handbook.ts";
import { policiesOf } from "../../policies/judging/policy.ts";
import { linkOf } from "../../policies/judging/rule.ts";
import { Settings, textParameter } from "../../policies/judging/settings.ts";
import { policyTexts } from "../../policies/policy-texts.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { snippetsOf } from "../../policies/rules/snippets.ts";
import { reconcile } from "../support/policy-configuration.ts";
import { readPolicyConfiguration } from "../support/policy-harness.ts";

const policies = policiesOf(rules, { isDryRun: () => false });
const atRoot = (path: string) => new URL(`../../${path}`, import.meta.url);

describe("the catalogue", () => {
  it("has every rule file, under the file's own name", () => {
    const files = readdirSync(atRoot("policies/rules/"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => basename(file))
      .filter((file) => file !== "catalogue.ts" && file !== "snippets.ts");
    expect(rules.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });
});

describe.each(policies.map((policy, index) => ({ policy, rule: policyTexts[index] })))(
  "$policy.name",
  ({ policy, rule }) => {
    it("says what it is, why it is and how to comply", () => {
      expect(policy.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(policy.displayName).toMatch(/^[A-Z][^.]*$/);
      expect(policy.description).toMatch(/^[A-Z].*\.$/);
      expect(policy.severity).toMatch(/^(low|medium|high|critical)$/);
      expect(policy.tags).not.toEqual([]);
      expect(policy.enforcementLevel).toBe(rule?.level ?? "mandatory");
      expect(policy.remediationSteps?.split("\n")).toEqual(rule?.remediation);
      expect(rule?.remediation.length).toBeGreaterThan(1);
      expect(rule?.why).toMatch(/^[A-Z].*[^.]\.$/);
      expect(rule?.fix).toMatch(/^[a-z].*\.$/);
      expect(`${rule?.why ?? ""}${rule?.fix ?? ""}`).not.toMatch(/\n/);
    });

    it("shows what keeps to it, as YAML in one line", () => {
      const shown = [...snippetsOf(policy.name).values()];
      expect(shown.length > 0).toBe(rules.some(({ name }) => name === policy.name));
      for (const snippet of shown) {
        expect(snippet).toMatch(/^[^\n]+$/);
        expect(parse(snippet)).toBeTypeOf("object");
      }
    });

    it("links to its own chapter of the handbook", () => {
      expect(policy.url).toBe(`policies/handbook.md#${policy.name}`);
      expect(readFileSync(atRoot("policies/handbook.md"), "utf8")).toContain(`\n## ${policy.name}\n`);
    });
  },
);

describe("the handbook", () => {
  it("is what the rules say (else run: node policies/write-handbook.ts)", () => {
    expect(readFileSync(atRoot("policies/handbook.md"), "utf8")).toBe(handbook(policyTexts));
  });

  it("links by rule", () => {
    expect(linkOf({ name: "no-latest-tag" })).toBe("policies/handbook.md#no-latest-tag");
  });
});

describe("the levels of a stack", () => {
  const levelsOf = (stack: string) =>
    new Map(
      [...reconcile(policies, readPolicyConfiguration(stack))].map(([name, { level }]) => [name, level]),
    );

  it("exist for every stack", () => {
    expect(readdirSync(atRoot("policies/config/")).sort()).toEqual([
      "dev.json",
      "example.json",
      "production.json",
      "staging.json",
    ]);
  });

  /** What our own systems don't keep yet. The files say why. */
  const advisory = ["statefulset-headless-service"];
  /** What our own systems are not asked for. */
  const disabled = [
    "prefer-secret-files",
    "require-annotations",
    "require-high-uid",
    "probes-not-identical",
    "allowed-storage-class",
    "volume-backup-policy",
  ];
  /** No Prometheus watches dev, and elsewhere each public service is held to an objective. */
  const measured = "service-requires-slo";
  const levelIn = (stack: string, { name, level }: (typeof policyTexts)[number]) => {
    if (disabled.includes(name)) return "disabled";
    if (name === measured) return stack === "dev" ? "disabled" : "mandatory";
    // Our stacks have no release of Helm, and one would be seen by no rule.
    if (name === "no-unseen-release") return "mandatory";
    if (stack === "dev") return level ?? "mandatory";
    return advisory.includes(name) ? "advisory" : (level ?? "mandatory");
  };
  /** The policies for whose level a file gives a reason. */
  const explained = (stack: string) =>
    Object.entries(readPolicyConfiguration(stack)).flatMap(([name, entry]) =>
      typeof entry === "object" && "reason" in entry ? [name] : [],
    );

  it.each(["staging", "production"])("are the rules' own in %s, with few exceptions", (stack) => {
    expect([...levelsOf(stack)]).toEqual(policyTexts.map((rule) => [rule.name, levelIn(stack, rule)]));
    expect(explained(stack).sort()).toEqual([...advisory, ...disabled].sort());
  });

  it("are the rules' own in dev; a rule that a laptop can't keep says itself that dev is excepted", () => {
    // Images that are built on the spot have a tag, and no registry to be pulled from.
    const ofImages = "image-pull-policy-matches-reference";
    expect([...levelsOf("dev")]).toEqual(
      policyTexts.map((rule) => [rule.name, rule.name === ofImages ? "disabled" : levelIn("dev", rule)]),
    );
    expect(explained("dev").sort()).toEqual([ofImages, measured, ...disabled].sort());
  });

  it("are mandatory without a configuration, but for what a project may have good reasons for", () => {
    const levels = [...reconcile(policies, {})].filter(([, { level }]) => level !== "mandatory");
    const advice = policyTexts.filter((rule) => rule.level === "advisory");
    expect(levels.map(([name, { level }]) => [name, level])).toEqual(
      advice.map(({ name }) => [name, "advisory"]),
    );
    expect(levels.length).toBeLessThan(policyTexts.length / 4);
  });

  it.each([
    [{ "no-latest-tags": "mandatory" }, "no-latest-tags"],
    [{ "no-latest-tag": "strict" }, "strict is no enforcement level"],
    [{ "no-latest-tag": { enforcementLevel: "strict" } }, "strict is no enforcement level"],
    [{ "no-latest-tag": { tag: "newest" } }, "tag"],
    [{ "require-requests-and-limits": { cpuLimits: false } }, "cpuLimits"],
    [{ "require-requests-and-limits": { cpuLimit: "no" } }, "cpuLimit"],
    [{ "require-labels": { everywhere: "owner" } }, "everywhere"],
    [{ "require-labels": { onWorkloads: [""] } }, "onWorkloads"],
    [{ "singleton-stays-single": { workloadLabel: "" } }, "workloadLabel"],
  ])("are rejected where they are %j", (config, mention) => {
    expect(() => reconcile(policies, config)).toThrow(mention);
  });

  it("come from the policy, then from all, then from its own entry", () => {
    const config = { all: "advisory", "no-latest-tag": "disabled", "require-labels": { everywhere: ["a"] } };
    const settings = reconcile(policies, config);
    expect(settings.get("no-latest-tag")?.level).toBe("disabled");
    expect(settings.get("require-labels")).toMatchObject({
      level: "advisory",
      properties: { everywhere: ["a"] },
    });
    expect(reconcile(policies, {}).get("require-labels")?.level).toBe("mandatory");
  });
});

describe("a parameter of the wrong shape", () => {
  const settings = new Settings({ owner: textParameter("Who.", "me") }, { keys: [1], on: "yes" });

  it("is named", () => {
    expect(settings.text("owner")).toBe("me");
    expect(() => settings.text("on2")).toThrow("parameter on2 must be text");
    expect(() => settings.texts("keys")).toThrow("parameter keys must be a list of texts");
    expect(() => settings.isOn("on")).toThrow("parameter on must be true or false");
  });
});
