import type { PodDisruptionBudgetSpec } from "kubernetes-types/policy/v1.d.ts";
import { fewestReplicas, type Scaling } from "../../model/scaling.ts";
import type { Labels } from "../labels.ts";

/**
 * Lets a node drain take one pod at a time, and a pod that is unready at any time.
 * @returns `undefined` for a single replica: a budget could only block the drain for ever.
 */
export function disruptionBudgetSpec(
  scaling: Scaling,
  selector: Labels,
): PodDisruptionBudgetSpec | undefined {
  if (fewestReplicas(scaling) < 2) return undefined;
  return {
    maxUnavailable: 1,
    selector: { matchLabels: selector },
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}
