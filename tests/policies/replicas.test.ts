import { describe, expect, it } from "vitest";
import { DeclaredInputs } from "../../policies/judging/declared-inputs.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, labels, podSpec, resource, unknownObject, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const template = { metadata: { labels }, spec: podSpec() };

function autoscaler(scaleTargetRef: unknown, namespace: unknown = "shop") {
  return resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    { metadata: { name: "web", namespace }, spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 5 } },
    "web-autoscaler",
  );
}

const ofWeb = autoscaler({ apiVersion: "apps/v1", kind: "Deployment", name: "web" });

describe("no-static-replicas-with-hpa", () => {
  const rule = only("no-static-replicas-with-hpa");

  it("allows either", async () => {
    const autoscaled = deployment({ replicas: undefined, template });
    expect((await judgeFully([autoscaled, ofWeb], rule)).violations).toEqual([]);
    expect((await judgeFully([deployment({ replicas: null, template }), ofWeb], rule)).violations).toEqual(
      [],
    );
    const fixed = await judgeFully([deployment()], rule);
    expect(fixed.violations).toEqual([]);
    expect(fixed.notApplicable.map(({ urn }) => urn)).toContain(undefined);
  });

  it.each([0, 1, 3])("rejects both, at %i replicas", async (replicas) => {
    const workload = deployment({ replicas });
    const violations = await judge([ofWeb, workload], rule);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ level: "mandatory", urn: workload.urn });
    expect(violations[0]?.message).toContain(
      `Deployment shop/web: spec.replicas is ${replicas}, although HorizontalPodAutoscaler shop/web scales this workload.`,
    );
  });

  it.each([
    ["another name", { kind: "Deployment", name: "other" }, "shop"],
    ["another kind", { kind: "StatefulSet", name: "web" }, "shop"],
    ["another namespace", { kind: "Deployment", name: "web" }, "elsewhere"],
    ["no target", null, "shop"],
  ])("is not fooled by an autoscaler of %s", async (_what, target, namespace) => {
    expect(await judge([autoscaler(target, namespace), deployment()], rule)).toEqual([]);
  });

  it.each(["kubernetes:apps/v1:StatefulSet", "kubernetes:argoproj.io/v1alpha1:Rollout"])(
    "sees %s",
    async (type) => {
      const workload = resource(type, { metadata: { name: "db" }, spec: { replicas: 2, template } }, "db");
      const target = { apiVersion: "whatever/v1", kind: type.split(":")[2], name: "db" };
      expect(await judge([workload, autoscaler(target, "default")], rule)).toHaveLength(1);
      expect(await judge([workload, autoscaler(target, null)], rule)).toHaveLength(1);
    },
  );

  it("sees a KEDA ScaledObject, which means a Deployment where it names no kind", async () => {
    const scaled = resource("kubernetes:keda.sh/v1alpha1:ScaledObject", {
      metadata: { name: "scaler", namespace: "shop" },
      spec: { scaleTargetRef: { name: "web" } },
    });
    expect(await judge([deployment(), scaled], rule)).toHaveLength(1);
  });

  it("is not fooled by a custom resource that is called Deployment too", async () => {
    const custom = { ...deployment(), type: "kubernetes:acme.dev/v1:Deployment" };
    expect(await judge([custom, ofWeb], rule)).toEqual([]);
  });

  it("judges what was declared, not the default that the cluster filled in", async () => {
    const declared = deployment({ replicas: undefined, template });
    const live = { ...declared, outputs: deployment({ replicas: 1, template }).props };
    expect(await judge([live, ofWeb], rule)).toEqual([]);
  });

  it("allows a number that deployments leave as it is, since it is set back by none", async () => {
    const leftAlone = { ...deployment({ replicas: 4 }), ignoreChanges: ["spec.replicas"] };
    expect(await judge([leftAlone, ofWeb], rule)).toEqual([]);
    const other = { ...deployment({ replicas: 4 }), ignoreChanges: ["metadata.labels", "spec.paused"] };
    expect(await judge([other, ofWeb], rule)).toHaveLength(1);
  });

  it("is sure of one workload beside another that cannot be known", async () => {
    const vague = resource("kubernetes:apps/v1:Deployment", { metadata: { name: unknownText } }, "vague");
    const vagueScaler = { ...autoscaler({ name: unknownText }), urn: "urn:vague" };
    const violations = await judge([vague, vagueScaler, ofWeb, deployment()], rule);
    expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
    expect(await judge([deployment({ replicas: unknownText }), ofWeb], rule)).toMatchObject([
      { level: "advisory" },
    ]);
  });
});

describe("what resources declared", () => {
  it("is asked of those alone that are in the stack", () => {
    const declared = new DeclaredInputs();
    const [kept, removed] = [deployment({}, "kept"), deployment({}, "removed")];
    declared.record(kept);
    declared.record(removed);
    expect(declared.of([kept, { urn: "urn:never-seen" }]).map(({ urn }) => urn)).toEqual([kept.urn]);
  });
});

describe("singleton-stays-single", () => {
  const rule = only("singleton-stays-single");
  const singletonLabels = { ...labels, "slipway.dev/workload": "singleton" };

  function singleton(kind: string, spec: Json, own: Json = singletonLabels, ofPods: Json = {}) {
    const group =
      kind === "Rollout" ? "argoproj.io/v1alpha1" : kind.startsWith("Replication") ? "v1" : "apps/v1";
    return resource(`kubernetes:${group}:${kind}`, {
      metadata: { name: "engine", namespace: "shop", labels: own },
      spec: { template: { metadata: { labels: ofPods }, spec: podSpec() }, ...spec },
    });
  }

  const recreate = { replicas: 1, strategy: { type: "Recreate" } };

  it.each([
    ["Deployment", recreate],
    ["StatefulSet", { replicas: 1 }],
    ["ReplicaSet", { replicas: 1 }],
    ["ReplicationController", { replicas: 1 }],
  ])("allows a single %s", async (kind, spec) => {
    const { violations, notApplicable } = await judgeFully([singleton(kind, spec)], rule);
    expect(violations).toEqual([]);
    expect(notApplicable.map(({ urn }) => urn)).toEqual([undefined]);
  });

  it.each([
    ["Deployment", { ...recreate, replicas: 2 }, "spec.replicas is 2 and must be 1."],
    ["Deployment", { ...recreate, replicas: 0 }, "spec.replicas is 0 and must be 1."],
    ["Deployment", { ...recreate, replicas: undefined }, "spec.replicas is not set and must be 1."],
    [
      "Deployment",
      { replicas: 1 },
      "spec.strategy.type is not set, which means RollingUpdate, and must be Recreate.",
    ],
    [
      "Deployment",
      { replicas: 1, strategy: { type: "RollingUpdate" } },
      "spec.strategy.type is not Recreate.",
    ],
    ["StatefulSet", { replicas: 3 }, "spec.replicas is 3 and must be 1."],
    ["ReplicaSet", {}, "spec.replicas is not set and must be 1."],
    ["ReplicationController", { replicas: 2 }, "spec.replicas is 2 and must be 1."],
    ["DaemonSet", {}, "is DaemonSet, which runs one pod a node."],
    ["Rollout", { replicas: 1 }, "is Rollout, which runs the old and the new version side by side."],
  ])("rejects a %s with %j", async (kind, spec, problem) => {
    const violations = await judge([singleton(kind, spec)], rule);
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain(problem);
  });

  it("lets a clock have the number where everything is switched off at night, and nowhere else", async () => {
    const inDev = { ...singletonLabels, "slipway.dev/environment": "dev" };
    const unset = { strategy: { type: "Recreate" } };
    expect(await judge([singleton("Deployment", unset, inDev)], rule)).toEqual([]);
    expect(await judge([singleton("StatefulSet", {}, inDev)], rule)).toEqual([]);
    expect(await judge([singleton("StatefulSet", { replicas: 2 }, inDev)], rule)).toHaveLength(1);
    expect(await judge([singleton("Deployment", unset)], rule)).toHaveLength(1);
    const config = { "singleton-stays-single": { switchedOffEnvironments: [] } };
    expect(await judge([singleton("Deployment", unset, inDev)], { ...rule, config })).toHaveLength(1);
  });

  it("reads the label from the pods too", async () => {
    expect(await judge([singleton("Deployment", {}, labels, singletonLabels)], rule)).toHaveLength(2);
    expect(await judge([singleton("Deployment", {}, {}, {})], rule)).toEqual([]);
  });

  it("takes label and value from the configuration", async () => {
    const config = { [`singleton-stays-single`]: { workloadLabel: "acme.dev/count", value: "one" } };
    const other = singleton("Deployment", {}, { "acme.dev/count": "one" });
    expect(await judge([other], rule)).toEqual([]);
    expect(await judge([other], { ...rule, config })).toHaveLength(2);
    expect(await judge([singleton("Deployment", {})], { ...rule, config })).toEqual([]);
  });

  it("allows no autoscaler of it, and blames the autoscaler", async () => {
    const engine = autoscaler({ kind: "Deployment", name: "engine" });
    const violations = await judge([engine, singleton("Deployment", recreate)], rule);
    expect(violations).toHaveLength(1);
    expect(violations[0]?.urn).toBe(engine.urn);
    expect(violations[0]?.message).toContain(
      "HorizontalPodAutoscaler shop/web: spec.scaleTargetRef names Deployment shop/engine, which is a singleton.",
    );
    expect(await judge([ofWeb, singleton("Deployment", recreate), deployment()], rule)).toEqual([]);
  });

  it("is sure of what is wrong beside unknown values", async () => {
    const known = await judge([singleton("Deployment", { replicas: 2, strategy: unknownObject })], rule);
    expect(known.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
    const vague = await judge([singleton("Deployment", {}, { "slipway.dev/workload": unknownText })], rule);
    expect(vague.map(({ level }) => level)).toEqual(["advisory"]);
    const byPods = await judge(
      [singleton("Deployment", {}, unknownObject as unknown as Json, singletonLabels)],
      rule,
    );
    expect(byPods.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});
