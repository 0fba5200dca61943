import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, labels, podSpec, resource, unknownObject, unknownText, type Json } from "./workloads.ts";

const rule = { rules: rules.filter(({ name }) => name === "rolling-update-strategy") };
const bounds = { maxUnavailable: 0, maxSurge: "25%" };
const rolling = { type: "RollingUpdate", rollingUpdate: bounds };
const single: Json = { ...labels, "slipway.dev/workload": "singleton" };
const textOf = (violations: readonly { readonly message: string }[]) =>
  violations.map(({ message }) => message).join("\n");

describe("rolling-update-strategy, of a Deployment", () => {
  it("is content with a type and both bounds", async () => {
    expect(await judge([deployment({ strategy: rolling })], rule)).toEqual([]);
  });

  it.each([
    [undefined, ["strategy.type is not set.", "maxUnavailable is not set.", "maxSurge is not set."]],
    [{ type: "RollingUpdate" }, ["maxUnavailable is not set.", "maxSurge is not set."]],
    [{ ...rolling, rollingUpdate: { maxSurge: 1 } }, ["strategy.rollingUpdate.maxUnavailable is not set."]],
    [{ rollingUpdate: bounds }, ["strategy.type is not set."]],
    [{ type: "Recreate" }, ["strategy.type is Recreate."]],
    [{ ...rolling, type: "hunter2" }, ["strategy.type is a text."]],
    [
      { ...rolling, rollingUpdate: { maxUnavailable: "100%", maxSurge: 1 } },
      ["maxUnavailable is 100%, which lets all pods be away at once."],
    ],
    [
      { ...rolling, rollingUpdate: { maxUnavailable: 2, maxSurge: 1 } },
      ["maxUnavailable is 2, which lets all pods be away at once."],
    ],
    [
      { ...rolling, rollingUpdate: { maxUnavailable: "0%", maxSurge: 0 } },
      ["maxUnavailable is 0, and maxSurge too, with which the API server refuses the object."],
    ],
    [
      { ...rolling, rollingUpdate: { maxUnavailable: "hunter2", maxSurge: -1 } },
      [
        "maxUnavailable is a text and neither a number of pods nor a share of them.",
        "maxSurge is -1 and neither a number",
      ],
    ],
  ])("refuses %j", async (strategy, problems) => {
    const found = await judge([deployment({ strategy })], rule);
    expect(found).toHaveLength(problems.length);
    for (const problem of problems) expect(textOf(found)).toContain(problem);
    expect(textOf(found)).toContain("Deployment shop/web: spec.strategy.");
  });

  it.each([
    [2, { maxUnavailable: 1, maxSurge: 0 }],
    [2, { maxUnavailable: "99%", maxSurge: 0 }],
    [1, { maxUnavailable: 1, maxSurge: 0 }],
    [undefined, { maxUnavailable: 3, maxSurge: "0%" }],
    [2, { maxUnavailable: 0, maxSurge: "200%" }],
  ])("of %j replicas is content with %j", async (replicas, rollingUpdate) => {
    const strategy = { type: "RollingUpdate", rollingUpdate };
    expect(await judge([deployment({ replicas, strategy })], rule)).toEqual([]);
  });

  it("lets a singleton be recreated, labelled itself or by its pods", async () => {
    const strategy = { type: "Recreate" };
    const byPods = deployment({ strategy, template: { metadata: { labels: single }, spec: podSpec() } });
    const type = "kubernetes:apps/v1:Deployment";
    const itself = resource(type, {
      metadata: { name: "web", labels: single },
      spec: { strategy, template: {} },
    });
    for (const each of [byPods, itself]) expect(await judge([each], rule)).toEqual([]);
    const config = { "rolling-update-strategy": { value: "only-one" } };
    expect(await judge([byPods], { ...rule, config })).toHaveLength(1);
  });

  it("is sure of one bound beside an unknown one", async () => {
    const levels = async (strategy: unknown) =>
      (await judge([deployment({ strategy })], rule)).map(({ level }) => level);
    const half = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: unknownText } };
    expect(await levels(half)).toEqual(["mandatory", "advisory"]);
    expect(await levels({ type: unknownText, rollingUpdate: bounds })).toEqual(["advisory"]);
    expect(await levels(unknownObject)).toEqual(["advisory"]);
  });
});

describe("rolling-update-strategy, of a DaemonSet", () => {
  const daemonSet = (updateStrategy: unknown) =>
    resource("kubernetes:apps/v1:DaemonSet", { metadata: { name: "agent" }, spec: { updateStrategy } });

  it.each([
    [undefined, 0],
    [{ type: null }, 0],
    [{ type: "RollingUpdate" }, 0],
    [{ type: "OnDelete" }, 1],
    [{ rollingUpdate: { maxUnavailable: "100%" } }, 1],
    [{ rollingUpdate: { maxUnavailable: 0 } }, 1],
    [{ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }, 0],
    [{ rollingUpdate: { maxSurge: 1 } }, 1],
    [{ rollingUpdate: { maxUnavailable: "10%" } }, 0],
  ])("%j: %i violations", async (updateStrategy, count) => {
    expect(await judge([daemonSet(updateStrategy)], rule)).toHaveLength(count);
  });
});

it("rolling-update-strategy is about no other kind", async () => {
  const spec = { strategy: { canary: {} }, template: { spec: podSpec() } };
  const others = ["argoproj.io/v1alpha1:Rollout", "apps/v1:StatefulSet", "apps/v1:DeploymentPatch"].map(
    (type) => resource(`kubernetes:${type}`, { spec }),
  );
  const { violations, notApplicable } = await judgeFully(others, rule);
  expect(violations).toEqual([]);
  // Each object, and the stack as a whole.
  expect(notApplicable).toHaveLength(4);
});
