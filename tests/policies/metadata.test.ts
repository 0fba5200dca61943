import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully, readPolicyConfiguration } from "../support/policy-harness.ts";
import { labels, resource, unknownObject, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });

function without(key: string): Json {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== key));
}

describe("require-labels", () => {
  const rule = {
    ...only("require-labels"),
    config: { "require-labels": readPolicyConfiguration("production")["require-labels"] ?? {} },
  };
  const service = (own: unknown) =>
    resource("kubernetes:core/v1:Service", { metadata: { name: "web", labels: own } });
  const workload = (own: unknown) =>
    resource("kubernetes:apps/v1:Deployment", {
      metadata: { name: "web", labels: own },
      spec: { template: { metadata: { labels } } },
    });

  it.each(Object.keys(labels))("asks a workload for %s, whatever its pods have", async (key) => {
    expect(await judge([workload(labels)], rule)).toEqual([]);
    const [violation] = await judge([workload(without(key))], rule);
    expect(violation?.message).toContain(`Deployment web: metadata.labels lacks ${key}.`);
  });

  it("asks for Kubernetes' recommended labels where a stack says nothing", async () => {
    const [violation] = await judge([workload({})], only("require-labels"));
    expect(violation?.message).toContain(
      "lacks app.kubernetes.io/name, app.kubernetes.io/instance, app.kubernetes.io/component, app.kubernetes.io/part-of, app.kubernetes.io/managed-by, app.kubernetes.io/version.",
    );
  });

  it("asks only workloads for a version", async () => {
    expect(await judge([service(without("app.kubernetes.io/version"))], rule)).toEqual([]);
  });

  it.each([
    "kubernetes:v1:ConfigMap",
    "kubernetes:core/v1:Namespace",
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    "kubernetes:batch/v1:CronJob",
    "kubernetes:acme.dev/v1:AllowList",
  ])("asks %s", async (type) => {
    expect(await judge([resource(type, { metadata: { name: "x" } })], rule)).toHaveLength(1);
  });

  it.each([
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
    "kubernetes:kustomize/v2:Directory",
    "kubernetes:core/v1:ConfigMapPatch",
    "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch",
    "kubernetes:core/v1:ConfigMapList",
    "pulumi:providers:kubernetes",
    "random:index/randomId:RandomId",
  ])("is not about %s", async (type) => {
    const { violations, notApplicable } = await judgeFully([resource(type, {})], rule);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(1);
  });

  it("tells all missing labels in one line", async () => {
    for (const own of [undefined, null, {}, "text", []]) {
      const violations = await judge([service(own)], rule);
      expect(violations).toHaveLength(1);
      expect(violations[0]?.message).toContain("lacks app.kubernetes.io/name, app.kubernetes.io/instance, ");
    }
  });

  it("does not take an empty label for one", async () => {
    expect(await judge([service({ ...labels, "slipway.dev/owner": "" })], rule)).toHaveLength(1);
  });

  it("takes the keys from the configuration", async () => {
    const config = {
      "require-labels": { everywhere: ["acme.dev/team", "constructor"], onWorkloads: ["acme.dev/tier"] },
    };
    const [onService] = await judge([service(labels)], { ...rule, config });
    expect(onService?.message).toContain("lacks acme.dev/team, constructor.");
    const [onWorkload] = await judge([workload({ "acme.dev/team": "x", constructor: "y" })], {
      ...rule,
      config,
    });
    expect(onWorkload?.message).toContain("lacks acme.dev/tier.");
  });

  it("is sure of a missing label beside an unknown one", async () => {
    const own = { ...without("slipway.dev/owner"), "app.kubernetes.io/name": unknownText };
    const violations = await judge([service(own)], rule);
    expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
    expect(violations[0]?.message).toContain("lacks slipway.dev/owner.");
    expect((await judge([service(unknownObject)], rule)).map(({ level }) => level)).toEqual(["advisory"]);
  });
});

describe("namespace-psa-restricted", () => {
  const rule = only("namespace-psa-restricted");
  const psa = (mode: string) => `pod-security.kubernetes.io/${mode}`;
  const good = {
    [psa("enforce")]: "restricted",
    [psa("enforce-version")]: "v1.36",
    [psa("warn")]: "restricted",
    [psa("audit")]: "restricted",
  };
  const namespace = (own: unknown) =>
    resource("kubernetes:core/v1:Namespace", { metadata: { name: "shop", labels: own } });

  it("lets a restricted namespace pass, typed or not", async () => {
    expect(await judge([namespace(good)], rule)).toEqual([]);
    expect(await judge([resource("kubernetes:v1:Namespace", { metadata: {} })], rule)).toHaveLength(4);
  });

  it.each(["enforce", "warn", "audit"])("asks for %s", async (mode) => {
    for (const [level, problem] of [
      ["baseline", "is baseline."],
      ["privileged", "is privileged."],
      ["hunter2", "is not a level."],
      ["", "is not a level."],
      [undefined, "is not set."],
    ] as const) {
      const violations = await judge([namespace({ ...good, [psa(mode)]: level })], rule);
      expect(violations).toHaveLength(1);
      expect(violations[0]?.message).toContain(`Namespace shop: metadata.labels["${psa(mode)}"] ${problem}`);
    }
  });

  it.each([
    ["v1.36", undefined],
    ["v1.9", undefined],
    ["latest", "is latest, which is another one after each upgrade."],
    ["1.36", "is no version."],
    ["v1.36.3", "is no version."],
    ["hunter2", "is no version."],
    ["", "is no version."],
    [null, "is not set."],
  ])("asks for the release that is enforced: %j", async (version, problem) => {
    const [violation, ...more] = await judge(
      [namespace({ ...good, [psa("enforce-version")]: version })],
      rule,
    );
    expect(violation?.message.includes(`["${psa("enforce-version")}"] ${problem ?? ""}`)).toBe(
      problem === undefined ? undefined : true,
    );
    expect(more).toEqual([]);
  });

  it("lets the newest be enforced where a stack allows it", async () => {
    const config = { "namespace-psa-restricted": { allowLatest: true } };
    const levels = async (version: string) =>
      (await judge([namespace({ ...good, [psa("enforce-version")]: version })], { ...rule, config })).length;
    expect(await levels("latest")).toBe(0);
    expect(await levels("newest")).toBe(1);
  });

  it("is sure of one label beside an unknown one", async () => {
    const own = { ...good, [psa("enforce")]: unknownText, [psa("warn")]: "baseline" };
    expect((await judge([namespace(own)], rule)).map(({ level }) => level)).toEqual([
      "mandatory",
      "advisory",
    ]);
  });

  it("is about namespaces alone", async () => {
    const other = resource("kubernetes:acme.dev/v1:Namespace", { metadata: {} });
    expect((await judgeFully([other], rule)).notApplicable).toHaveLength(1);
  });
});
