import {
  annotation,
  asText,
  conditionOf,
  isConditionTrue,
  isObserved,
  isOwnedBy,
  listAt,
  numberAt,
  referenceTo,
  textAt,
  type KubernetesObject,
} from "../cluster/kubernetes-object.ts";
import { podProblems } from "./pod-problems.ts";
import { ready, type Observation, type ReadinessRule } from "./readiness.ts";

const REVISION = "deployment.kubernetes.io/revision";
const replicaSets = { apiVersion: "apps/v1", kind: "ReplicaSet" };
const pods = { apiVersion: "v1", kind: "Pod" };
const claims = { apiVersion: "v1", kind: "PersistentVolumeClaim" };

/** Ready when the new ReplicaSet has all its pods, the Deployment says so itself, and the claims are bound. */
export const deploymentReadiness: ReadinessRule = {
  related: [replicaSets, pods, claims],
  judge: (observation) => {
    const { object } = observation;
    const current = currentReplicaSet(observation);
    const unbound = unboundClaims(observation);
    const wanted =
      current === undefined ? numberAt(object, "spec.replicas", 1) : numberAt(current, "spec.replicas", 1);
    const available = current === undefined ? 0 : numberAt(current, "status.readyReplicas");
    const isRolledOut =
      current !== undefined && isObserved(object) && available >= wanted && isComplete(object);
    if (isRolledOut && unbound.length === 0) return ready("Deployment initialization complete");
    return {
      isReady: false,
      progress: progressOf(object, current, available, wanted),
      problems: [...saidByConditions(object), ...unbound, ...stuckPods(observation, current)],
      kin: kinOf(observation, current),
    };
  },
};

function currentReplicaSet({ object, related }: Observation): KubernetesObject | undefined {
  const revision = annotation(object, REVISION);
  return related(replicaSets).find((set) => isOwnedBy(set, object) && annotation(set, REVISION) === revision);
}

/** The first revision is no rollout, so nothing is said of its progress but that the pods are available. */
function isComplete(object: KubernetesObject): boolean {
  if (!isConditionTrue(object, "Available")) return false;
  const progressing = conditionOf(object, "Progressing");
  if (annotation(object, REVISION) === "1" || progressing === undefined) return true;
  return progressing["status"] === "True" && progressing["reason"] === "NewReplicaSetAvailable";
}

function progressOf(
  object: KubernetesObject,
  current: KubernetesObject | undefined,
  available: number,
  wanted: number,
): string {
  if (current === undefined || !isObserved(object)) return "[1/2] Waiting for the Deployment's controller";
  if (available < wanted)
    return `[1/2] Waiting for app ReplicaSet to be available (${available}/${wanted} Pods available)`;
  return "[2/2] Waiting for the Deployment's rollout to be complete";
}

function saidByConditions(object: KubernetesObject): string[] {
  const said: string[] = [];
  for (const [type, bad] of [
    ["Progressing", "False"],
    ["Available", "False"],
    ["ReplicaFailure", "True"],
  ] as const) {
    const condition = conditionOf(object, type);
    if (condition?.["status"] !== bad) continue;
    said.push(`[${asText(condition["reason"])}] ${asText(condition["message"])}`);
  }
  return said;
}

function unboundClaims({ object, related }: Observation): string[] {
  const named = new Set(
    listAt(object, "spec.template.spec.volumes")
      .map((volume) => textAt(volume, "persistentVolumeClaim.claimName"))
      .filter((name) => name !== ""),
  );
  if (named.size === 0) return [];
  return related(claims)
    .filter((claim) => named.has(referenceTo(claim).name) && textAt(claim, "status.phase") !== "Bound")
    .map(
      (claim) =>
        `PersistentVolumeClaim ${referenceTo(claim).name} is ${textAt(claim, "status.phase") || "not bound"}`,
    );
}

function podsOf({ related }: Observation, current: KubernetesObject | undefined): KubernetesObject[] {
  return current === undefined ? [] : related(pods).filter((pod) => isOwnedBy(pod, current));
}

function stuckPods(observation: Observation, current: KubernetesObject | undefined): string[] {
  return podsOf(observation, current).flatMap(podProblems);
}

function kinOf(observation: Observation, current: KubernetesObject | undefined): KubernetesObject[] {
  return current === undefined ? [] : [current, ...podsOf(observation, current)];
}
