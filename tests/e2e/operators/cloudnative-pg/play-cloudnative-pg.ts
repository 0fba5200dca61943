import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { ApiError, type ApiServer } from "../api-server.ts";
import { runController } from "../controller.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { now } from "../now.ts";
import { ClusterCertificates, type Issue } from "./certificates.ts";
import { applicationSecret, clusterMember, clusterObjects, clusterOf } from "./cluster-objects.ts";
import { clusterStatus, type ClusterProgress, type InstancePod, progressOf } from "./cluster-status.ts";
import { madeFrom } from "./instance-pod.ts";
import { keepRoles, type RolesStatus } from "./managed-roles.ts";
import { playPoolers } from "./play-poolers.ts";
import { application, nameOf, type PostgresCluster, unplayed } from "./postgres-cluster.ts";
import { changePassword } from "./run-statements.ts";

const apiVersion = "postgresql.cnpg.io/v1";
const kind = "Cluster";
const manager = "cloudnative-pg";

/**
 * Plays the CloudNativePG operator: a Cluster becomes one pod with a real PostgreSQL, however many instances it has,
 * with the Services, the volume and the Secrets that the operator makes; and a Pooler becomes a real PgBouncer.
 * @param issue Issues the certificates that the operator has an authority of its own for.
 * @returns What ends it.
 */
export async function playCloudNativePg(
  api: ApiServer,
  issue: Issue,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const certificates = new ClusterCertificates(api, issue);
  const poolers = await api.serves(apiVersion, "Pooler");
  const stopPoolers = poolers ? await playPoolers(api, say) : undefined;
  const stopClusters = await runController<PostgresCluster>(
    api,
    {
      watched: { apiVersion, kind },
      // A pod that ends is made again, and its readiness is the cluster's.
      related: [{ apiVersion: "v1", kind: "Pod", labelSelector: clusterMember, ownerOf: clusterOf }],
      reconcile: (cluster) => reconcile(api, certificates, cluster),
    },
    say,
  );
  return async () => {
    await stopClusters();
    await stopPoolers?.();
  };
}

async function reconcile(
  api: ApiServer,
  certificates: ClusterCertificates,
  cluster: PostgresCluster,
): Promise<void> {
  // What it owns goes with it; made anew, it would hold up the deletion.
  if (cluster.metadata.deletionTimestamp !== undefined) return;
  const impossible = unplayed(cluster);
  if (impossible !== undefined) {
    await report(api, cluster, { phase: "Unable to play this cluster", reason: impossible, ready: false });
    return;
  }
  const credentials = await credentialsOf(api, cluster);
  if (credentials === undefined) {
    const reason = `Secret ${nameOf.credentials(cluster)} is not there`;
    await report(api, cluster, { phase: "Setting up primary", reason, ready: false });
    throw new Error(reason);
  }
  await certificates.keep(cluster, manager);
  const { around, pod } = clusterObjects(cluster);
  for (const object of around) await api.apply(object, { manager });
  const running = await keepPod(api, pod);
  const progress = progressOf(running);
  const version = credentials.metadata.resourceVersion;
  const known = cluster.status?.secretsResourceVersion?.applicationSecretVersion;
  if (!progress.ready) {
    await report(api, cluster, progress, known, cluster.status?.managedRolesStatus);
    return;
  }
  // The first start has taken the password over by itself.
  if (known !== undefined && known !== version)
    await changePassword(api.config, pod.metadata, application(cluster).owner, passwordIn(credentials));
  await report(api, cluster, progress, version, await keepRoles(api, cluster, pod));
}

/** The Secret that the cluster names, or the operator's own, made once. */
async function credentialsOf(
  api: ApiServer,
  cluster: PostgresCluster,
): Promise<KubernetesObject | undefined> {
  const name = nameOf.credentials(cluster);
  const { namespace = "default" } = cluster.metadata;
  const found = await api.read({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace } });
  if (found !== undefined || cluster.spec.bootstrap?.initdb?.secret?.name !== undefined) return found;
  const made = applicationSecret(cluster, randomBytes(32).toString("hex"));
  return (await api.apply(made, { manager })).body;
}

function passwordIn(secret: KubernetesObject): string {
  const { password = "" } = secret["data"] as Readonly<Record<string, string>>;
  return Buffer.from(password, "base64").toString();
}

/** The pod as it is now. One that was made from something else, or has ended, goes first; its end is watched. */
async function keepPod(api: ApiServer, pod: KubernetesObject): Promise<InstancePod | undefined> {
  const running = await api.read<InstancePod>(pod);
  if (running?.metadata.deletionTimestamp !== undefined) return undefined;
  if (running === undefined) {
    await api.apply(pod, { manager });
    return undefined;
  }
  const same = running.metadata.annotations?.[madeFrom] === pod.metadata.annotations?.[madeFrom];
  const ended = ["Failed", "Succeeded"].includes(running.status?.phase ?? "");
  if (same && !ended) return running;
  await api.remove(pod);
  return undefined;
}

async function report(
  api: ApiServer,
  cluster: PostgresCluster,
  progress: ClusterProgress,
  secretVersion?: string,
  roles?: RolesStatus,
): Promise<void> {
  const status = clusterStatus(cluster, progress, secretVersion, now(), roles);
  if (isDeepStrictEqual(status["status"], cluster.status)) return;
  try {
    await api.apply(status, { manager: `${manager}-status`, subresource: "status" });
  } catch (error) {
    // It was deleted meanwhile. One that changed is looked at again.
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
