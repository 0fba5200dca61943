import { labelled } from "./made-up-series.ts";

/** What Prometheus knows of data that is as it should be, by the names of the series. */
export type KnownSeries = Readonly<Record<string, number | string>>;

const claims = (namespace: string, names: readonly string[]): KnownSeries =>
  Object.assign(
    {},
    ...names.map((persistentvolumeclaim) => ({
      [volume("available", namespace, persistentvolumeclaim)]: 15e9,
      [volume("capacity", namespace, persistentvolumeclaim)]: 20e9,
    })),
  ) as KnownSeries;

/** What a kubelet tells of a claim, in bytes. */
export const volume = (what: "available" | "capacity", namespace: string, claim: string): string =>
  labelled(`kubelet_volume_stats_${what}_bytes`, { namespace, persistentvolumeclaim: claim });

/** A metric of an instance of a cluster. */
export const instance =
  (namespace: string, cluster = "database") =>
  (metric: string, pod: number): string =>
    labelled(metric, { job: `${namespace}/${cluster}`, namespace, pod: `${cluster}-${pod}` });

/** What the plugin for backups tells by every instance alike. */
export const plugin = (what: string): string => `barman_cloud_cloudnative_pg_io_${what}`;

/** A cluster whose first instance is the primary, and its volumes. Its last backup is of the first second. */
export function healthyCluster(namespace: string, instances: number): KnownSeries {
  const of = instance(namespace);
  const each = Array.from({ length: instances }, (_, index) => index + 1);
  const told = each.map((pod) => ({
    [of("cnpg_pg_replication_in_recovery", pod)]: pod === 1 ? 0 : 1,
    [of("cnpg_pg_replication_is_wal_receiver_up", pod)]: pod === 1 ? 0 : 1,
    [of("cnpg_pg_replication_lag", pod)]: 0,
    [of("cnpg_slipway_connections_used", pod)]: 90,
    [of("cnpg_slipway_connections_usable", pod)]: 100,
    [of(plugin("first_recoverability_point"), pod)]: 1,
    [of(plugin("last_available_backup_timestamp"), pod)]: 1,
    [of(plugin("last_failed_backup_timestamp"), pod)]: 0,
  }));
  return {
    ...(Object.assign({}, ...told) as KnownSeries),
    [of("cnpg_slipway_wal_archive_oldest_seconds", 1)]: 20,
    [of("cnpg_pg_stat_archiver_last_archived_time", 1)]: 10,
    [of("cnpg_pg_stat_archiver_last_failed_time", 1)]: -1,
    ...claims(
      namespace,
      each.flatMap((pod) => [`database-${pod}`, `database-${pod}-wal`]),
    ),
  };
}

/** A metric of a pod of a pooler. */
export const pooler =
  (namespace: string) =>
  (metric: string, pod = "a"): string =>
    labelled(metric, { job: `${namespace}/database-pooled`, namespace, pod });

/** A metric of one user's pool, in a pod of a pooler. */
export const pool =
  (namespace: string) =>
  (metric: string, { user = "app_application", database = "app", pod = "a" } = {}): string =>
    labelled(`cnpg_pgbouncer_pools_${metric}`, {
      job: `${namespace}/database-pooled`,
      namespace,
      pod,
      database,
      user,
    });

export const healthyPooler = (namespace: string): KnownSeries => ({
  [pooler(namespace)("up", "a")]: 1,
  [pooler(namespace)("up", "b")]: 1,
  ...(Object.assign(
    {},
    ...["a", "b"].map((pod) => ({
      [pool(namespace)("cl_waiting", { pod })]: 0,
      [pool(namespace)("maxwait", { pod })]: 0,
      [pool(namespace)("sv_active", { pod })]: 4,
      [pool(namespace)("sv_idle", { pod })]: 8,
      [pool(namespace)("sv_used", { pod })]: 2,
      [pool(namespace)("sv_tested", { pod })]: 0,
      [pool(namespace)("sv_login", { pod })]: 0,
      [pool(namespace)("sv_active", { pod, user: "cnpg_pooler_pgbouncer", database: "postgres" })]: 0,
      [pool(namespace)("sv_idle", { pod, user: "cnpg_pooler_pgbouncer", database: "postgres" })]: 1,
    })),
  ) as KnownSeries),
});

/** A metric of the program that looks into the bucket of dumps; of a kind of run, if one is named. */
export const dumps =
  (namespace: string) =>
  (metric: string, run?: "dump" | "drill"): string =>
    labelled(`slipway_backup_${metric}`, {
      job: `${namespace}/database-dump-metrics`,
      namespace,
      source: namespace,
      ...(run === undefined ? {} : { run }),
    });

/** A bucket with dumps since the first second, and a drill that passed. */
export function healthyDumps(namespace: string): KnownSeries {
  const of = dumps(namespace);
  return {
    [of("bucket_up")]: 1,
    [of("kept")]: 7,
    [of("damaged")]: 0,
    [of("newest_timestamp_seconds")]: 1,
    [of("newest_dump_bytes")]: 9e8,
    [of("usual_dump_bytes")]: 1e9,
    [of("oldest_timestamp_seconds")]: 1,
    [of("run_exit_code", "dump")]: 0,
    [of("run_exit_code", "drill")]: 0,
    [of("run_ended_timestamp_seconds", "drill")]: 2,
    [of("run_succeeded_timestamp_seconds", "drill")]: 2,
    [of("run_seconds", "drill")]: 300,
  };
}

/** What a store's snapshots lie in, below the system's folder. */
export type SnapshotFolder =
  "cache" | "vector-store" | "bucket-uploads" | "bucket-reports" | "secrets" | "repositories";

/** A metric of the program that looks into the bucket of snapshots, of one store; of a kind of run, if one is named. */
export const snapshots =
  (namespace: string, store: SnapshotFolder) =>
  (metric: string, run?: "snapshot" | "drill"): string =>
    labelled(`slipway_backup_${metric}`, {
      job: `${namespace}/snapshot-metrics`,
      namespace,
      source: `${namespace.replace(/^(.*)-production$/, "production/$1")}/${store}`,
      ...(run === undefined ? {} : { run }),
    });

/** A bucket with snapshots of these stores since the first second, and drills that passed. */
export const healthySnapshots = (namespace: string, ...stores: readonly SnapshotFolder[]): KnownSeries =>
  Object.assign(
    {},
    ...stores.map((store): KnownSeries => {
      const of = snapshots(namespace, store);
      return {
        [of("bucket_up")]: 1,
        [of("kept")]: 7,
        [of("damaged")]: 0,
        [of("newest_timestamp_seconds")]: 1,
        [of("oldest_timestamp_seconds")]: 1,
        [of("run_exit_code", "snapshot")]: 0,
        // People alone can open copies of Secrets and repositories.
        ...(store.startsWith("bucket-")
          ? {
              [of("newest_objects")]: 1900,
              [of("usual_objects")]: 2000,
              [of("newest_dump_bytes")]: 9e8,
              [of("usual_dump_bytes")]: 1e9,
            }
          : {}),
        ...(store !== "secrets" && store !== "repositories"
          ? {
              [of("run_exit_code", "drill")]: 0,
              [of("run_ended_timestamp_seconds", "drill")]: 2,
              [of("run_succeeded_timestamp_seconds", "drill")]: 2,
            }
          : {}),
      };
    }),
  ) as KnownSeries;

/** A metric of a Redis. */
export const cache = (namespace: string) => (metric: string) =>
  labelled(`redis_${metric}`, { job: `${namespace}/cache-exporter`, namespace, pod: "x" });

/** Whether a pod is ready, as kube-state-metrics tells. */
export const readyPod = (namespace: string, pod: string): string =>
  labelled("kube_pod_status_ready", { namespace, pod, condition: "true" });

export function healthyCache(namespace: string): KnownSeries {
  const of = cache(namespace);
  return {
    [of("up")]: 1,
    [of("memory_used_bytes")]: 1e6,
    [of("rejected_connections_total")]: 0,
    [of("rdb_last_bgsave_status")]: 1,
    [of("aof_last_write_status")]: 1,
    [of("aof_last_bgrewrite_status")]: 1,
    [readyPod(namespace, "cache-0")]: 1,
    [readyPod(namespace, "cache-exporter-5d8f-x2x")]: 1,
    ...claims(namespace, ["cache-data"]),
  };
}

/** How many pods of a StatefulSet are ready, as kube-state-metrics tells. */
export const readyPods = (namespace: string, statefulset: string): string =>
  labelled("kube_statefulset_status_replicas_ready", { namespace, statefulset });

export const healthyVectorStore = (namespace: string): KnownSeries => ({
  ...claims(namespace, ["vector-store-data"]),
  [readyPods(namespace, "vector-store")]: 1,
});
