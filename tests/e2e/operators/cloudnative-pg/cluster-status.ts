import { sinceWhen } from "../condition.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import type { RolesStatus } from "./managed-roles.ts";
import { nameOf, type PostgresCluster } from "./postgres-cluster.ts";

/** What the operator says once the first file of the log has arrived. The played one sends none, and says so. */
const playedArchiving = {
  type: "ContinuousArchiving",
  status: "True",
  reason: "Played",
  message: "This operator is played: nothing is archived",
} as const;

const archives = ({ spec }: PostgresCluster): boolean =>
  spec.plugins?.some(({ isWALArchiver }) => isWALArchiver === true) ?? false;

/** What the operator sees of its one pod. */
export interface InstancePod extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** How a cluster is doing. */
export interface ClusterProgress {
  readonly phase: string;
  /** Why it is in that phase, where that is not plain from its name. */
  readonly reason?: string;
  readonly ready: boolean;
}

/** What the operator says of a cluster whose pod is this. */
export function progressOf(pod: InstancePod | undefined): ClusterProgress {
  if (pod === undefined) return { phase: "Setting up primary", ready: false };
  const ready = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
  return ready
    ? { phase: "Cluster in healthy state", ready: true }
    : { phase: "Waiting for the instances to become active", ready: false };
}

/**
 * The status that a cluster gets, as an object to apply. One instance is played, and no more are claimed to be there.
 * @param secretVersion The version of the Secret whose password the database has.
 * @param now RFC 3339.
 * @param roles How its managed roles are. @default it has none
 */
export function clusterStatus(
  cluster: PostgresCluster,
  { phase, reason, ready }: ClusterProgress,
  secretVersion: string | undefined,
  now: string,
  roles?: RolesStatus,
): KubernetesObject {
  const { apiVersion, kind, metadata, spec, status } = cluster;
  const { name, namespace = "default", uid } = metadata;
  const instance = nameOf.instance(cluster);
  const condition = ready
    ? ({ type: "Ready", status: "True", reason: "ClusterIsReady", message: "Cluster is Ready" } as const)
    : ({
        type: "Ready",
        status: "False",
        reason: "ClusterIsNotReady",
        message: reason === undefined ? "Cluster Is Not Ready" : `Cluster Is Not Ready: ${reason}`,
      } as const);
  const volumes = spec.walStorage === undefined ? [instance] : [instance, nameOf.walVolume(cluster)];
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, ...(uid === undefined ? {} : { uid }) },
    status: {
      phase,
      ...(reason === undefined ? {} : { phaseReason: reason }),
      instances: 1,
      readyInstances: ready ? 1 : 0,
      instanceNames: [instance],
      latestGeneratedNode: 1,
      currentPrimary: instance,
      targetPrimary: instance,
      pvcCount: volumes.length,
      healthyPVC: volumes,
      writeService: nameOf.service(cluster, "rw"),
      readService: nameOf.service(cluster, "r"),
      ...(spec.imageName === undefined ? {} : { image: spec.imageName }),
      ...(secretVersion === undefined
        ? {}
        : { secretsResourceVersion: { applicationSecretVersion: secretVersion } }),
      ...(roles === undefined ? {} : { managedRolesStatus: roles }),
      conditions: [condition, ...(ready && archives(cluster) ? [playedArchiving] : [])].map((each) =>
        sinceWhen(each, status?.conditions, now),
      ),
    },
  };
}
