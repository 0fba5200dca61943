import type { PodAntiAffinity, TopologySpreadConstraint } from "kubernetes-types/core/v1.d.ts";
import type { Labels } from "../labels.ts";
import type { releasePodLabel } from "../releases/argo-rollouts.ts";

/**
 * The label by which the pods of a revision are told: what a Deployment writes, what a StatefulSet does, or what Argo Rollouts
 * does.
 */
export type RevisionLabel = "pod-template-hash" | "controller-revision-hash" | typeof releasePodLabel;

/**
 * Spreads pods over zones and then over nodes. Each revision is spread by itself, or the old pods of a rollout
 * would push the new ones together; tainted nodes that a pod can't use are not counted as places for it.
 */
export function topologySpread(
  selector: Labels,
  revisionLabel: RevisionLabel = "pod-template-hash",
): TopologySpreadConstraint[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: selector },
    matchLabelKeys: [revisionLabel],
  }));
}

/**
 * Keeps a revision's pods off one another's nodes where others can be had. The scheduler weighs it besides the spread,
 * so that a node that is merely less busy does not win over one that holds none of them yet.
 */
export function hostAntiAffinity(
  selector: Labels,
  revisionLabel: RevisionLabel = "pod-template-hash",
): PodAntiAffinity {
  const podAffinityTerm = {
    topologyKey: "kubernetes.io/hostname",
    labelSelector: { matchLabels: selector },
    matchLabelKeys: [revisionLabel],
  };
  return { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
}
