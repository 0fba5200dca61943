import { minutes } from "../../../model/quantities/duration.ts";
import type { LabelledPart } from "../../labels.ts";
import type { Alert } from "../alert.ts";
import { inLines, selectorOf } from "../counter.ts";

/**
 * Whether a system's Qdrant answers (SYS-16). Its own metrics ask for its key, which opens all that it holds; whether its pod is ready
 * says as much, and kube-state-metrics tells it of every StatefulSet. Where that is away as well, nobody can tell.
 */
export function vectorStoreAlerts({ name, tier }: LabelledPart, namespace: string): readonly Alert[] {
  const ready = selectorOf({
    metric: "kube_statefulset_status_replicas_ready",
    matchers: [`namespace="${namespace}"`, `statefulset="${name}"`],
  });
  const about = { part: name, tier } as const;
  // A StatefulSet that is gone has no series, while there are pods that somebody tells of.
  const known = `(max(${ready}) or 0 * count(kube_pod_status_ready))`;
  return [
    {
      ...about,
      name: "QdrantDown",
      severity: "page",
      when: `${known} == 0`,
      // A pod that moves to another node has to wait for its volume.
      for: minutes(5),
      summary: "Qdrant does not answer",
      description: "Its pod is not ready, or it is not there at all. What searches in it fails.",
    },
    {
      ...about,
      name: "QdrantUnknown",
      severity: "ticket",
      when: inLines("vector(1)", `unless on () ${known}`),
      for: minutes(15),
      summary: "Nobody tells whether Qdrant answers",
      description:
        "kube-state-metrics does not answer Prometheus. Nobody is woken for a Qdrant that is down until it does.",
    },
  ];
}
