import type { Exporter } from "./catalogued-metric.ts";
import { podTarget } from "./cluster-exporters.ts";

const ofDatabase = ["datname"] as const;

/** The operator's own queries; what it is told to ask beside them, `databaseQueries` says. */
export const cloudNativePg: Exporter = {
  name: "CloudNativePG v1.30.0",
  documentation: "https://cloudnative-pg.io/documentation/1.30/monitoring/",
  target: podTarget,
  counters: {
    cnpg_pg_stat_archiver_archived_count: [],
    cnpg_pg_stat_archiver_failed_count: [],
    cnpg_pg_stat_database_blks_hit: ofDatabase,
    cnpg_pg_stat_database_blks_read: ofDatabase,
    cnpg_pg_stat_database_xact_commit: ofDatabase,
    cnpg_pg_stat_database_xact_rollback: ofDatabase,
  },
  gauges: {
    cnpg_pg_database_size_bytes: ofDatabase,
    cnpg_pg_replication_in_recovery: [],
    cnpg_pg_replication_is_wal_receiver_up: [],
    cnpg_pg_replication_lag: [],
    cnpg_pg_stat_archiver_last_archived_time: [],
    cnpg_pg_stat_archiver_last_failed_time: [],
  },
};

/** The instances' own exporter shows them, as the plugin tells it. */
export const barmanPlugin: Exporter = {
  name: "barman-cloud plugin of CloudNativePG",
  documentation: "https://cloudnative-pg.io/plugin-barman-cloud/docs/observability/",
  target: podTarget,
  counters: {},
  gauges: {
    barman_cloud_cloudnative_pg_io_first_recoverability_point: [],
    barman_cloud_cloudnative_pg_io_last_available_backup_timestamp: [],
    barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp: [],
  },
};

const ofPool = ["database", "user"] as const;

export const pgbouncer: Exporter = {
  name: "pooler of CloudNativePG v1.30.0",
  documentation: "https://cloudnative-pg.io/documentation/1.30/connection_pooling/#monitoring",
  target: podTarget,
  counters: {},
  gauges: {
    cnpg_pgbouncer_pools_cl_waiting: ofPool,
    cnpg_pgbouncer_pools_maxwait: ofPool,
    cnpg_pgbouncer_pools_sv_active: ofPool,
    cnpg_pgbouncer_pools_sv_active_cancel: ofPool,
    cnpg_pgbouncer_pools_sv_idle: ofPool,
    cnpg_pgbouncer_pools_sv_login: ofPool,
    cnpg_pgbouncer_pools_sv_tested: ofPool,
    cnpg_pgbouncer_pools_sv_used: ofPool,
    cnpg_pgbouncer_pools_sv_wait_cancels: ofPool,
  },
};

export const redisExporter: Exporter = {
  name: "redis_exporter v1.80.0",
  documentation: "https://github.com/oliver006/redis_exporter/blob/v1.80.0/exporter/exporter.go",
  target: podTarget,
  counters: {
    redis_commands_duration_seconds_total: ["cmd"],
    redis_commands_processed_total: [],
    redis_commands_total: ["cmd"],
    redis_evicted_keys_total: [],
    redis_keyspace_hits_total: [],
    redis_keyspace_misses_total: [],
    redis_rejected_connections_total: [],
  },
  gauges: {
    redis_aof_last_bgrewrite_status: [],
    redis_aof_last_write_status: [],
    redis_connected_clients: [],
    redis_connected_slaves: [],
    redis_instance_info: ["role", "redis_version", "redis_mode", "os", "run_id", "process_id", "tcp_port"],
    redis_memory_used_bytes: [],
    redis_rdb_last_bgsave_status: [],
    redis_up: [],
  },
};
