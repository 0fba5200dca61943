import { objectAt, type Properties } from "../../protocol/property-value.ts";
import {
  asText,
  conditionOf,
  listAt,
  numberAt,
  objectId,
  referenceTo,
  textAt,
  type KubernetesObject,
} from "../cluster/kubernetes-object.ts";

/** What keeps a pod from being ready, in its own words: scheduling, images, crashes, exit codes. */
export function podProblems(pod: KubernetesObject): string[] {
  if (textAt(pod, "metadata.deletionTimestamp") !== "") return [];
  const containers = [
    ...listAt(pod, "status.initContainerStatuses"),
    ...listAt(pod, "status.containerStatuses"),
  ];
  const problems = [...unscheduled(pod), ...containers.flatMap((status) => containerProblems(pod, status))];
  if (textAt(pod, "status.phase") === "Failed") {
    const reason = [textAt(pod, "status.reason"), textAt(pod, "status.message")].filter(
      (text) => text !== "",
    );
    problems.push(`the pod failed${reason.length > 0 ? `: ${reason.join(": ")}` : ""}`);
  }
  if (problems.length === 0) problems.push(...unready(pod));
  return [...new Set(problems)].map((problem) => `[Pod ${objectId(pod)}]: ${problem}`);
}

export function isPodReady(pod: KubernetesObject): boolean {
  return conditionOf(pod, "Ready")?.["status"] === "True";
}

function unscheduled(pod: KubernetesObject): string[] {
  const condition = conditionOf(pod, "PodScheduled");
  return condition?.["status"] === "False" ? [said(condition)] : [];
}

function unready(pod: KubernetesObject): string[] {
  const condition = conditionOf(pod, "Ready");
  return condition?.["status"] === "False" && asText(condition["message"]) !== "" ? [said(condition)] : [];
}

function said(condition: Properties): string {
  const message = asText(condition["message"]);
  return `${asText(condition["reason"])}${message === "" ? "" : `: ${message}`}`;
}

// What a container waits for while all is well.
const USUAL = new Set(["ContainerCreating", "PodInitializing"]);

function containerProblems(pod: KubernetesObject, status: Properties): string[] {
  const name = textAt(status, "name");
  const waiting = objectAt(objectAt(status, "state"), "waiting");
  const problems: string[] = [];
  const reason = asText(waiting["reason"]);
  if (reason !== "" && !USUAL.has(reason)) {
    const message = asText(waiting["message"]);
    problems.push(`container "${name}": ${reason}${message === "" ? "" : `: ${message}`}`);
  }
  const ended = [
    objectAt(objectAt(status, "state"), "terminated"),
    objectAt(objectAt(status, "lastState"), "terminated"),
  ];
  const failed = ended.find((terminated) => numberAt(terminated, "exitCode") !== 0);
  if (failed !== undefined && status["ready"] !== true)
    problems.push(exit(pod, name, failed, numberAt(status, "restartCount")));
  return problems;
}

/**
 * The log itself stays in the cluster, for it may hold what must not reach an output. A message that the
 * container leaves behind at its end is meant to be read.
 */
function exit(pod: KubernetesObject, container: string, terminated: Properties, restarts: number): string {
  const { namespace, name } = referenceTo(pod);
  const reason = asText(terminated["reason"]) || "Error";
  const message = asText(terminated["message"]).trim();
  return (
    `container "${container}" ended with exit code ${numberAt(terminated, "exitCode")} (${reason}), ` +
    `${restarts} restart${restarts === 1 ? "" : "s"}${message === "" ? "" : `: ${message}`}. ` +
    `Its last words: kubectl logs --namespace ${namespace} ${name} --container ${container}${restarts > 0 ? " --previous" : ""}`
  );
}
