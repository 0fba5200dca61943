import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, labels, podSpec, resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const dev = { ...labels, "slipway.dev/environment": "dev" };
const autoscaler = (spec: Json, more: Json = labels) =>
  resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
    metadata: { name: "web", namespace: "shop", labels: more },
    spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, ...spec },
  });
const scaledObject = (spec: Json) =>
  resource("kubernetes:keda.sh/v1alpha1:ScaledObject", {
    metadata: { name: "web", namespace: "shop" },
    spec: { scaleTargetRef: { name: "web" }, ...spec },
  });

describe("min-replicas", () => {
  const rule = only("min-replicas");
  const withLabels = (given: Json) =>
    resource("kubernetes:apps/v1:StatefulSet", { metadata: { name: "web", labels: given }, spec: {} });

  it("lets two pass, what an autoscaler decides, singletons and dev", async () => {
    expect(await judge([deployment()], rule)).toEqual([]);
    const scaled = [deployment({ replicas: undefined }), autoscaler({ minReplicas: 1 })];
    expect(await judge(scaled, rule)).toEqual([]);
    const single = { ...labels, "slipway.dev/workload": "singleton" };
    const byPods = deployment({ replicas: 1, template: { metadata: { labels: single }, spec: podSpec() } });
    for (const each of [withLabels(single), byPods, withLabels(dev)]) {
      const { violations, notApplicable } = await judgeFully([each], rule);
      expect(violations).toEqual([]);
      expect(notApplicable).toHaveLength(2);
    }
    const cache = withLabels({ ...labels, "slipway.dev/workload": "redis" });
    const config = { "min-replicas": { exceptWorkloads: ["redis"] } };
    expect(await judge([cache], { ...rule, config })).toEqual([]);
  });

  it.each<[unknown, string]>([
    [1, "spec.replicas is 1 and must be 2 or more."],
    [0, "spec.replicas is 0 and must be 2 or more."],
    [undefined, "spec.replicas is not set, which means 1, and must be 2 or more."],
    ["hunter2", "spec.replicas is a text and must be 2 or more."],
  ])("refuses %j", async (replicas, problem) => {
    const found = await judge([deployment({ replicas })], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([deployment({ replicas: unknownText })], rule))).toEqual(["advisory"]);
  });
});

describe("hpa-min-replicas", () => {
  const rule = only("hpa-min-replicas");

  it("lets two pass, and dev", async () => {
    expect(await judge([autoscaler({ minReplicas: 2 }), scaledObject({ minReplicaCount: 2 })], rule)).toEqual(
      [],
    );
    expect(await judge([autoscaler({}, dev)], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each([
    [autoscaler({ minReplicas: 1 }), "spec.minReplicas is 1 and must be 2 or more."],
    [autoscaler({}), "spec.minReplicas is not set and must be 2 or more."],
    [scaledObject({}), "spec.minReplicaCount is not set and must be 2 or more."],
    [scaledObject({ minReplicaCount: 0 }), "spec.minReplicaCount is 0 and must be 2 or more."],
  ])("refuses $props.spec", async (one, problem) => {
    const found = await judge([one], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("judges a part by what it sets", async () => {
    const part = (spec: Json) =>
      resource("kubernetes:autoscaling/v2:HorizontalPodAutoscalerPatch", { metadata: { name: "web" }, spec });
    expect(await judge([part({ maxReplicas: 3 })], rule)).toEqual([]);
    expect(await judge([part({ minReplicas: 1 })], rule)).toHaveLength(1);
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([autoscaler({ minReplicas: unknownText })], rule))).toEqual(["advisory"]);
  });
});

describe("hpa-has-headroom", () => {
  const rule = only("hpa-has-headroom");

  it("lets more than the least pass", async () => {
    const fine = [
      autoscaler({ minReplicas: 2, maxReplicas: 3 }),
      autoscaler({ maxReplicas: 2 }),
      scaledObject({}),
    ];
    expect(await judge(fine, rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each([
    [
      autoscaler({ minReplicas: 3, maxReplicas: 3 }),
      "spec.maxReplicas is 3 and must be above the least number, 3.",
    ],
    [autoscaler({ maxReplicas: 1 }), "spec.maxReplicas is 1 and must be above the least number, 1."],
    [autoscaler({ minReplicas: 2 }), "spec.maxReplicas is not set and must be above the least number, 2."],
    [
      scaledObject({ maxReplicaCount: 0 }),
      "spec.maxReplicaCount is 0 and must be above the least number, 0.",
    ],
  ])("refuses $props.spec", async (one, problem) => {
    const found = await judge([one], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([autoscaler({ maxReplicas: unknownText })], rule))).toEqual(["advisory"]);
  });
});

describe("require-topology-spread", () => {
  const rule = only("require-topology-spread");
  const labelSelector = { matchLabels: { "app.kubernetes.io/name": "web" } };
  const over = (topologyKey: string, more: Json = {}) => ({ topologyKey, labelSelector, ...more });
  const [host, zone] = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] as const;
  const web = (spec: Json, replicas: unknown = 2) =>
    deployment({ replicas, template: { metadata: { labels }, spec: podSpec(spec) } });
  const affinity = (kind: string, term: Json) => ({ affinity: { podAntiAffinity: { [kind]: [term] } } });
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  const preferred = "preferredDuringSchedulingIgnoredDuringExecution";

  it.each<[string, Json]>([
    ["two constraints", { topologySpreadConstraints: [over(host), over(zone)] }],
    ["affinity for nodes", { topologySpreadConstraints: [over(zone)], ...affinity(required, over(host)) }],
    [
      "a wish for nodes",
      {
        topologySpreadConstraints: [over(zone)],
        ...affinity(preferred, { weight: 1, podAffinityTerm: over(host) }),
      },
    ],
  ])("is content with %s", async (_, spec) => {
    expect(await judge([web(spec)], rule)).toEqual([]);
  });

  it("is not asked of one pod", async () => {
    expect(await judge([web({}, 1), web({}, null)], rule)).toEqual([]);
  });

  it.each<[string, Json, readonly string[]]>([
    ["nothing", {}, [host, zone]],
    ["nodes alone", { topologySpreadConstraints: [over(host)] }, [zone]],
    ["zones alone", { topologySpreadConstraints: [over(zone)] }, [host]],
    [
      "other pods",
      { topologySpreadConstraints: [over(host, { labelSelector: { matchLabels: { a: "b" } } }), over(zone)] },
      [host],
    ],
    ["no pods", { topologySpreadConstraints: [{ topologyKey: host }, over(zone)] }, [host]],
  ])("refuses %s", async (_, spec, missing) => {
    const found = await judge([web(spec)], rule);
    expect(found.map(({ message }) => /these pods over (\S+)\. /.exec(message)?.[1])).toEqual(missing);
    expect(found.every(({ urn }) => urn === web({}).urn)).toBe(true);
  });

  it("is sure of one beside an unknown one", async () => {
    const found = await judge([web({ topologySpreadConstraints: [over(unknownText)] })], rule);
    expect(levels(found)).toEqual(["advisory"]);
    const half = {
      topologySpreadConstraints: [over(host, { labelSelector: { matchLabels: { a: unknownText } } })],
    };
    expect(levels(await judge([web(half)], rule))).toEqual(["mandatory", "mandatory"]);
  });
});
