import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, labels, resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const selector = { matchLabels: { "app.kubernetes.io/name": "web" } };
const budget = (spec: Json, namespace: unknown = "shop", name = "budget") =>
  resource(
    "kubernetes:policy/v1:PodDisruptionBudget",
    { metadata: { name: name === "budget" ? "web" : name, namespace }, spec: { selector, ...spec } },
    name,
  );
const autoscaler = (minReplicas?: unknown) =>
  resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
    metadata: { name: "web", namespace: "shop" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas, maxReplicas: 9 },
  });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);

describe("pdb-selects-pods", () => {
  const rule = only("pdb-selects-pods");

  it("is content with one of pods of its namespace", async () => {
    expect(await judge([deployment(), budget({})], rule)).toEqual([]);
    expect(await judge([deployment(), budget({ selector: {} })], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, Json, unknown]>([
    ["other labels", { selector: { matchLabels: { a: "b" } } }, "shop"],
    ["another namespace", {}, "elsewhere"],
    ["no selector", { selector: undefined }, "shop"],
  ])("refuses one with %s", async (_, spec, namespace) => {
    const lost = budget(spec, namespace);
    const found = await judge([deployment(), lost], rule);
    expect(found.map(({ urn }) => urn)).toEqual([lost.urn]);
    expect(found[0]?.message).toContain("spec.selector selects no pods of the stack in its namespace.");
  });

  it("leaves open what can't be known", async () => {
    const half = { selector: { matchLabels: { "app.kubernetes.io/name": unknownText } } };
    expect(levels(await judge([deployment(), budget(half)], rule))).toEqual(["advisory"]);
  });
});

describe("pdb-allows-disruption", () => {
  const rule = only("pdb-allows-disruption");

  it.each<[Json, unknown]>([
    [{ maxUnavailable: 1 }, 2],
    [{ maxUnavailable: "1%" }, 2],
    [{ maxUnavailable: 1 }, 1],
    [{ minAvailable: 1 }, 2],
    [{ minAvailable: "50%" }, 2],
    [{ minAvailable: "99%" }, undefined],
  ])("lets %j of %j pods pass", async (spec, replicas) => {
    const fits = spec["minAvailable"] === "99%" ? [] : [deployment({ replicas })];
    expect(await judge([...fits, budget(spec)], rule)).toEqual([]);
  });

  it.each<[Json, unknown, string]>([
    [{}, 2, "spec sets neither maxUnavailable nor minAvailable."],
    [{ maxUnavailable: 1, minAvailable: 1 }, 2, "spec sets both maxUnavailable and minAvailable"],
    [{ maxUnavailable: 0 }, 2, "spec.maxUnavailable is 0, which lets none be evicted."],
    [{ maxUnavailable: "0%" }, 2, "spec.maxUnavailable is 0%, which lets none be evicted."],
    [
      { maxUnavailable: "hunter2" },
      2,
      "spec.maxUnavailable is no number of pods, which lets none be evicted.",
    ],
    [{ minAvailable: "100%" }, 2, "spec.minAvailable is 100%, which lets none be evicted."],
    [{ minAvailable: 2 }, 2, "spec.minAvailable is 2, and Deployment shop/web has no more than 2 pods."],
    [
      { minAvailable: 1 },
      undefined,
      "spec.minAvailable is 1, and Deployment shop/web has no more than 1 pods.",
    ],
    [
      { minAvailable: "51%" },
      2,
      "spec.minAvailable is 51%, and Deployment shop/web has no more than 2 pods.",
    ],
  ])("refuses %j of %j pods", async (spec, replicas, problem) => {
    const tight = budget(spec);
    const found = await judge([deployment({ replicas }), tight], rule);
    expect(found.map(({ urn }) => urn)).toEqual([tight.urn]);
    expect(found[0]?.message).toContain(problem);
  });

  it("refuses the second one about the same pods, and names both", async () => {
    const second = budget({ maxUnavailable: 1, selector: {} }, "shop", "all");
    const found = await judge([second, deployment(), budget({ maxUnavailable: 1 })], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(
      "PodDisruptionBudget shop/web: spec.selector selects Deployment shop/web, as PodDisruptionBudget shop/all does already.",
    );
    const apart = [
      budget({ maxUnavailable: 1 }, "elsewhere", "far"),
      budget({ maxUnavailable: 1, selector: { matchLabels: { a: "b" } } }, "shop", "other"),
    ];
    expect(await judge([...apart, deployment(), budget({ maxUnavailable: 1 })], rule)).toEqual([]);
    const again = [budget({ maxUnavailable: 1 }), budget({ maxUnavailable: 1 })];
    expect(await judge([deployment(), ...again], rule), "one object, declared twice").toEqual([]);
    const open = { maxUnavailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": unknownText } } };
    expect(
      levels(await judge([budget(open, "shop", "open"), deployment(), budget({ maxUnavailable: 1 })], rule)),
    ).toEqual(["advisory"]);
  });

  it("leaves what an autoscaler decides to another rule", async () => {
    const web = deployment({ replicas: undefined });
    expect(await judge([web, autoscaler(1), budget({ minAvailable: 2 })], rule)).toEqual([]);
  });

  it("is sure of one bound beside an unknown one", async () => {
    const unknown = budget({ maxUnavailable: 0, minAvailable: unknownText });
    expect(levels(await judge([deployment(), unknown], rule))).toEqual(["mandatory", "advisory"]);
    const ofUnknown = [deployment({ replicas: unknownText }), budget({ minAvailable: 1 })];
    expect(levels(await judge(ofUnknown, rule))).toEqual(["advisory"]);
  });
});

describe("pdb-below-hpa-min", () => {
  const rule = only("pdb-below-hpa-min");
  const web = deployment({ replicas: undefined });

  it("lets fewer than the autoscaler's least pass, and any without one", async () => {
    expect(await judge([web, autoscaler(3), budget({ minAvailable: 2 })], rule)).toEqual([]);
    expect(await judge([web, autoscaler(3), budget({ minAvailable: "66%" })], rule)).toEqual([]);
    expect(await judge([deployment(), budget({ minAvailable: 5 })], rule)).toEqual([]);
    const { notApplicable } = await judgeFully([web, autoscaler(1), budget({ maxUnavailable: 1 })], rule);
    expect(notApplicable).toHaveLength(4);
  });

  it.each<[unknown, unknown, string]>([
    [2, 2, "is 2, and HorizontalPodAutoscaler shop/web goes down to 2 pods."],
    [1, undefined, "is 1, and HorizontalPodAutoscaler shop/web goes down to 1 pods."],
    ["67%", 3, "is 67%, and HorizontalPodAutoscaler shop/web goes down to 3 pods."],
  ])("refuses %j with a least of %j", async (minAvailable, least, problem) => {
    const tight = budget({ minAvailable });
    const found = await judge([web, autoscaler(least), tight], rule);
    expect(found.map(({ urn }) => urn)).toEqual([tight.urn]);
    expect(found[0]?.message).toContain(`spec.minAvailable ${problem}`);
  });

  it("knows the other sort of autoscaler", async () => {
    const scaled = resource("kubernetes:keda.sh/v1alpha1:ScaledObject", {
      metadata: { name: "web", namespace: "shop" },
      spec: { scaleTargetRef: { name: "web" }, minReplicaCount: 2 },
    });
    expect(await judge([web, scaled, budget({ minAvailable: 2 })], rule)).toHaveLength(1);
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([web, autoscaler(unknownText), budget({ minAvailable: 2 })], rule);
    expect(levels(found)).toEqual(["advisory"]);
  });
});

describe("require-pdb", () => {
  const rule = only("require-pdb");

  it("lets pass what has one, what is one pod, and dev", async () => {
    expect(await judge([deployment(), budget({})], rule)).toEqual([]);
    expect(await judge([deployment({ replicas: 1 })], rule)).toEqual([]);
    expect(await judge([deployment({ replicas: undefined })], rule)).toEqual([]);
    const inDev = resource("kubernetes:apps/v1:Deployment", {
      metadata: { name: "web", labels: { ...labels, "slipway.dev/environment": "dev" } },
      spec: { replicas: 3 },
    });
    const { violations, notApplicable } = await judgeFully([inDev], rule);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(2);
    expect(
      await judge([inDev], { ...rule, config: { "require-pdb": { exceptEnvironments: [] } } }),
    ).toHaveLength(1);
  });

  it("refuses several pods without one, replicated or scaled", async () => {
    const scaled = [deployment({ replicas: undefined }), autoscaler(1)];
    for (const stack of [[deployment()], [deployment(), budget({}, "elsewhere")], scaled]) {
      const found = await judge(stack, rule);
      expect(found.map(({ urn }) => urn)).toEqual([deployment().urn]);
      expect(found[0]?.message).toContain(
        "Deployment shop/web: metadata.name is of several pods and no PodDisruptionBudget selects them.",
      );
    }
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([deployment({ replicas: unknownText })], rule))).toEqual(["advisory"]);
    expect(levels(await judge([deployment(), budget({}, unknownText)], rule))).toEqual(["advisory"]);
  });
});
