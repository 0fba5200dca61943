import type { TopologySpreadConstraint } from "kubernetes-types/core/v1.d.ts";
import type { Labels } from "../labels.ts";

/**
 * Spreads pods over zones and then over nodes. Each revision is spread by itself, or the old pods of a rollout
 * would push the new ones together; tainted nodes that a pod can't use are not counted as places for it.
 */
export function topologySpread(selector: Labels): TopologySpreadConstraint[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: selector },
    matchLabelKeys: ["pod-template-hash"],
  }));
}
