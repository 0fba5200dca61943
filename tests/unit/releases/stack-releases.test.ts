import { describe, expect, test } from "vitest";
import { recordedRollouts, releaseSeconds } from "../../../tools/live/stack-releases.ts";

describe("the releases of a stack", () => {
  test("are of the Rollouts in its state, but for those about to go", () => {
    const resource = (kind: string, rest = {}) => ({
      urn: kind,
      type: `kubernetes:argoproj.io/v1alpha1:${kind}`,
      outputs: { apiVersion: "argoproj.io/v1alpha1", kind, metadata: { name: "web", namespace: "shop" } },
      ...rest,
    });
    const kept = resource("Rollout");
    const state = [kept, resource("AnalysisTemplate"), resource("Rollout", { delete: true })];
    expect(recordedRollouts(state)).toEqual([kept.outputs]);
  });

  test("last for as long as the declaration lets them take", () => {
    const of = releaseSeconds("production");
    // 280 s when all is well, and four rounds of pods that take 180 s at worst.
    expect(of({ metadata: { name: "web", namespace: "atlas-ux-production" } })).toBe(280 + 4 * 180);
    expect(of({ metadata: { name: "unknown", namespace: "elsewhere" } })).toBe(600);
  });
});
