import { numberAt, objectId, textAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { isPodReady } from "./pod-problems.ts";

/** The problems with what the cluster's events add to them. An event often says once more what a status says. */
export function withEventProblems(
  problems: readonly string[],
  events: readonly KubernetesObject[],
  objects: readonly KubernetesObject[],
): string[] {
  const added = latestWarnings(events, objects).filter(
    (event) => !problems.some((problem) => problem.includes(messageIn(event))),
  );
  return [...new Set([...problems, ...added.map((event) => problemOf(event, objects))])];
}

/** Of each object and reason the latest; of a pod that is ready by now nothing. */
function latestWarnings(
  events: readonly KubernetesObject[],
  objects: readonly KubernetesObject[],
): KubernetesObject[] {
  const concerned = new Set(
    objects
      .filter((object) => textAt(object, "kind") !== "Pod" || !isPodReady(object))
      .map((object) => textAt(object, "metadata.uid")),
  );
  const latest = new Map<string, KubernetesObject>();
  for (const event of [...events].sort((left, right) => timeOf(left).localeCompare(timeOf(right)))) {
    const uid = textAt(event, "involvedObject.uid");
    if (concerned.has(uid)) latest.set(`${uid} ${textAt(event, "reason")}`, event);
  }
  return [...latest.values()];
}

function problemOf(event: KubernetesObject, objects: readonly KubernetesObject[]): string {
  const uid = textAt(event, "involvedObject.uid");
  const object = objects.find((candidate) => textAt(candidate, "metadata.uid") === uid) ?? {};
  const count = numberAt(event, "count", 1);
  const times = count > 1 ? ` (${count} times)` : "";
  return `[${textAt(object, "kind")} ${objectId(object)}]: ${textAt(event, "reason")}: ${messageIn(event)}${times}`;
}

function messageIn(event: KubernetesObject): string {
  return textAt(event, "message").trim();
}

function timeOf(event: KubernetesObject): string {
  return (
    textAt(event, "lastTimestamp") ||
    textAt(event, "eventTime") ||
    textAt(event, "metadata.creationTimestamp")
  );
}
