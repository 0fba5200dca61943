import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

/** A pod, or the template that a controller makes its pods from. */
export interface PodTemplate {
  readonly manifest: Manifest;
  /** Holds the pod's metadata and spec. */
  readonly root: Field;
  readonly spec: Field;
}

const ofController = ["spec", "template"];

/** Every kind that makes pods, and where in it the pod stands. */
const podTemplatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ["core/Pod", []],
  ["core/PodTemplate", ["template"]],
  ["core/ReplicationController", ofController],
  ["apps/Deployment", ofController],
  ["apps/StatefulSet", ofController],
  ["apps/DaemonSet", ofController],
  ["apps/ReplicaSet", ofController],
  ["extensions/Deployment", ofController],
  ["extensions/DaemonSet", ofController],
  ["extensions/ReplicaSet", ofController],
  ["batch/Job", ofController],
  ["batch/CronJob", ["spec", "jobTemplate", "spec", "template"]],
  ["argoproj.io/Rollout", ofController],
  ["keda.sh/ScaledJob", ["spec", "jobTargetRef", "template"]],
]);

const runsToCompletion = new Set(["batch/Job", "batch/CronJob", "keda.sh/ScaledJob"]);
const eitherSort = new Set(["core/Pod", "core/PodTemplate"]);

export function isWorkload(manifest: Manifest): boolean {
  return podTemplatePaths.has(kindKey(manifest.kind));
}

/**
 * The pod template of a manifest. A Rollout that names a Deployment by `workloadRef` has none of its own: that
 * Deployment is a resource too and is judged there.
 */
export function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
  const path = podTemplatePaths.get(kindKey(manifest.kind));
  if (path === undefined) {
    return undefined;
  }
  const root = manifest.root.at(...path);
  return { manifest, root, spec: root.at("spec") };
}

/** Pods whose controller waits for their end. */
export function podsEnd({ manifest }: PodTemplate): boolean {
  return runsToCompletion.has(kindKey(manifest.kind));
}

/** Pods whose controller keeps them up. A pod of its own, or a template for pods, may be of either sort. */
export function podsStay(template: PodTemplate): boolean {
  return !podsEnd(template) && !eitherSort.has(kindKey(template.manifest.kind));
}

/** Pods that should stay up. A bare pod that is not restarted is a task, not a service. */
export function isLongRunning(template: PodTemplate): boolean {
  if (podsEnd(template)) {
    return false;
  }
  const restartPolicy = template.spec.at("restartPolicy").value;
  return restartPolicy !== "Never" && restartPolicy !== "OnFailure";
}

/**
 * Pods that say they are for Windows, which knows neither capabilities nor seccomp nor privilege escalation, nor a root filesystem that
 * can't be written to. What else Linux alone has, the API server refuses on such a pod.
 */
export function isForWindows({ spec }: PodTemplate): boolean {
  return spec.at("os", "name").value === "windows";
}

/** Pods in a user namespace, in which a container's root is nobody on the node. */
export function hasUserNamespace({ spec }: PodTemplate): boolean {
  return spec.at("hostUsers").value === false;
}
