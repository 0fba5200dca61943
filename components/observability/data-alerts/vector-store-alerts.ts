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
      when: `(max(${ready}) or vector(0)) == 0`,
      // A pod that moves to another node has to wait for its volume.
      for: minutes(5),
      summary: "Qdrant does not answer",
      description:
        "Its pod is not ready, or kube-state-metrics does not tell of it. What searches in it fails.",
    },
  ];
}
