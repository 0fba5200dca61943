import { describe, expect, test } from "vitest";
import { type Rollout, whyNotWhole } from "../e2e/lifecycle/support/rollouts.ts";

describe("a Rollout is whole", () => {
  const whole: Rollout = {
    metadata: { name: "web", namespace: "shop", generation: 3 },
    spec: { replicas: 2 },
    status: { phase: "Healthy", observedGeneration: "3", availableReplicas: 2, updatedReplicas: 2 },
  };
  test("when all its pods are of its newest release and serve", () => {
    expect(whyNotWhole(whole)).toBeUndefined();
  });

  test.each([
    ["has not been looked at since it changed", { observedGeneration: "2" }],
    ["lacks a pod", { availableReplicas: 1 }],
    ["has a pod of another release", { updatedReplicas: 1 }],
    ["was called off", { phase: "Degraded", message: "Metric failed" }],
  ])("and not when it %s", (_, status) => {
    expect(whyNotWhole({ ...whole, status: { ...whole.status, ...status } })).toMatch(/^Rollout web: /);
  });
});
