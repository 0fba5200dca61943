import type { Properties } from "../protocol/property-value.ts";
import { valueAt, type FieldPath } from "./field-path.ts";
import type { ObjectKind } from "./object-kind.ts";

export interface MutabilityOptions {
  readonly configMapMutable: boolean;
  readonly secretMutable: boolean;
}

const identity: FieldPath[] = ["metadata.name", "metadata.namespace"];
const job: FieldPath[] = ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"];
const roleBinding: FieldPath[] = ["roleRef"];

/**
 * Fields whose change needs a new object. The list is the vendor plugin's, so that a preview says what its
 * update would do; `DaemonSet` and `ReplicaSet` are ours, for the API server refuses those changes as well.
 */
const immutableFields: Readonly<Record<string, readonly FieldPath[]>> = {
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": job,
  Pod: podFields(),
  Service: ["spec.clusterIP"],
  PersistentVolumeClaim: ["spec"],
  PersistentVolume: ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs", "spec.iscsi", "spec.fc"],
  ResourceQuota: ["spec.scopes"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
  "rbac.authorization.k8s.io/RoleBinding": roleBinding,
  "rbac.authorization.k8s.io/ClusterRoleBinding": roleBinding,
};

export function immutableFieldsOf(
  kind: ObjectKind,
  object: Properties,
  options: MutabilityOptions,
): readonly FieldPath[] {
  // A patch resource owns a part of an object; only another object's name means another resource.
  if (kind.isPatch) return identity;
  const key = kind.group === "" ? kind.kind : `${kind.group}/${kind.kind}`;
  const isImmutable = valueAt(object, "immutable") === true;
  if (key === "ConfigMap") {
    return options.configMapMutable && !isImmutable ? identity : [...identity, "data", "binaryData"];
  }
  if (key === "Secret") {
    const content = options.secretMutable && !isImmutable ? [] : ["data", "stringData"];
    return [...identity, "type", ...content];
  }
  return [...identity, ...(immutableFields[key] ?? [])];
}

/** A pod's spec changes in place only in its images' tolerations and deadline; the vendor replaces the rest. */
function podFields(): FieldPath[] {
  const ofPod = [
    "affinity",
    "automountServiceAccountToken",
    "containers",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "initContainers",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
  ];
  return ofPod.map((field) => `spec.${field}`);
}
