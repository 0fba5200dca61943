import { storeServices } from "./store-services.ts";

/**
 * One cluster of a system's Postgres. A database is never recovered in place: a cluster is made beside it, as it was at
 * another time, and the services move over to it.
 */
export type DatabaseCluster = FirstCluster | RecoveredCluster;

/** The cluster that began empty. */
export interface FirstCluster {
  readonly kind: "first";
}

/** A cluster that began as another was. */
export interface RecoveredCluster {
  readonly kind: "recovered";
  /** The point in time that it was taken back to. It is what the cluster goes by, so it never changes. */
  readonly at: Date;
  /** Whose archive it was taken from: of the first one, or of the one that was taken back to that time. */
  readonly from: ClusterKey;
}

/** What a cluster is told from the others by. */
export type ClusterKey = "first" | Date;

/** A system's clusters in one environment, and which of them its services use. */
export interface DatabaseClusters {
  readonly all: readonly DatabaseCluster[];
  readonly serving: ClusterKey;
}

/** What a system has until something is recovered. */
export const onlyFirst: DatabaseClusters = { all: [{ kind: "first" }], serving: "first" };

export const keyOf = (cluster: DatabaseCluster): ClusterKey =>
  cluster.kind === "first" ? "first" : cluster.at;

/**
 * Whether a database has moved on from a cluster: the one that serves was recovered from it, or from one that was. Such a cluster may
 * be dead, which is often why there is another.
 */
export function isLeftBehind({ all, serving }: DatabaseClusters, key: ClusterKey): boolean {
  const sourceOf = (name: string): ClusterKey | undefined => {
    const cluster = all.find((each) => clusterName(keyOf(each)) === name);
    return cluster?.kind === "recovered" ? cluster.from : undefined;
  };
  for (let source = sourceOf(clusterName(serving)); source; source = sourceOf(clusterName(source)))
    if (clusterName(source) === clusterName(key)) return true;
  return false;
}

/**
 * The name of a cluster: `database`, or `database-20261120140300` for one that was taken back to that second, in UTC. Another
 * time is another cluster, so none is ever taken for one that it is not. Its backups stand under the same name in the archive.
 */
export function clusterName(key: ClusterKey): string {
  const { name } = storeServices.database;
  return key === "first"
    ? name
    : `${name}-${key
        .toISOString()
        .slice(0, 19)
        .replaceAll(/[^0-9]/g, "")}`;
}

/** Where a cluster's primary answers: the operator names its Service after the cluster. */
export const primaryHost = (key: ClusterKey): string => `${clusterName(key)}-rw`;

/** Where a cluster's standbys answer, and its primary never. */
export const standbyHost = (key: ClusterKey): string => `${clusterName(key)}-ro`;

/** The pooler before a cluster's primary: its own name and that of its Service. The operator calls a Secret of its own `…-pooler`. */
export const poolerName = (key: ClusterKey): string => `${clusterName(key)}-pooled`;
