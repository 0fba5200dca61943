import { minutes } from "../../../model/quantities/duration.ts";
import type { LabelledPart } from "../../labels.ts";
import type { Alert } from "../alert.ts";
import { selectorOf } from "../counter.ts";

/**
 * Whether a system's Qdrant answers (SYS-16). Its own metrics ask for its key, which opens all that it holds; whether its pod is ready
 * says as much, and kube-state-metrics tells it of every StatefulSet.
 */
export function vectorStoreAlerts({ name, tier }: LabelledPart, namespace: string): readonly Alert[] {
  const ready = selectorOf({
    metric: "kube_statefulset_status_replicas_ready",
    matchers: [`namespace="${namespace}"`, `statefulset="${name}"`],
  });
  return [
    {
      name: "QdrantDown",
      part: name,
      tier,
      severity: "page",
      // Where kube-state-metrics itself is away, nobody can tell, and its own absence is told of.
      when: `(max(${ready}) or 0 * count(kube_pod_status_ready)) == 0`,
      // A pod that moves to another node has to wait for its volume.
      for: minutes(5),
      summary: "Qdrant does not answer",
      description: "Its pod is not ready, or it is not there at all. What searches in it fails.",
    },
  ];
}
