import type { MadeUpSeries } from "./made-up-series.ts";

/** What a series usually comes to: the level of a gauge, or the growth of a counter a second. The first pattern that fits counts. */
const usual: readonly (readonly [RegExp, number])[] = [
  [/^slo:sli_error/, 0.0011],
  [/^slo:period_error_budget_remaining/, 0.78],
  [/^slo:requests/, 1_260],
  [/^slo:bad_requests/, 1.4],
  [/^watch:value .*api-latency/, 0.31],
  [/^watch:value .*errors/, 0.004],
  [/^watch:value .*ticks/, 0.4],
  [/^watch:value .*mail-queue-goal/, 9],
  [/^watch:value .*queue/, 14],
  [/^watch:value .*llm-latency/, 6],
  [/^watch:value .*pool/, 0.45],
  [/^watch:value .*tokens/, 2_100_000],
  [/^watch:value .*cost-month/, 420],
  [/^watch:value .*cost/, 13],
  [/^watch:value/, 1],
  [/^up$|_ready$|_up$|_status$|^ALERTS$|instance_info|^probe_success/, 1],
  [/^probe_duration/, 0.24],
  [/^otelcol_.*_failed_/, 0],
  [/^otelcol_exporter_queue_size/, 40],
  [/^otelcol_exporter_queue_capacity/, 1_000],
  [/^otelcol_receiver.*spans/, 24],
  [/^otelcol_.*spans/, 3],
  [/log_records|^slipway_log_lines/, 9],
  [/^slipway_personal_log_lines/, 0],
  [/resource_limits.*cpu/, 0.5],
  [/resource_requests.*cpu/, 0.1],
  [/resource_(limits|requests).*memory/, 512 * 2 ** 20],
  [/container_cpu_usage/, 0.07],
  [/cfs_throttled/, 0.3],
  [/cfs_periods/, 9],
  [/working_set/, 270 * 2 ** 20],
  [/restarts_total|last_terminated|evicted|rejected|failed_count/, 0],
  [/container_(network|fs)/, 90_000],
  [/volume_stats_available/, 13e9],
  [/volume_stats_capacity/, 20e9],
  [/kube_resourcequota.*used/, 24],
  [/kube_resourcequota.*hard/, 40],
  [/hpa|horizontalpodautoscaler_status/, 2],
  [/horizontalpodautoscaler_spec/, 6],
  [/kube_pod_status_phase/, 0],
  [/externalsecret/, 0],
  [/node_cpu/, 0.62],
  [/MemAvailable/, 5e9],
  [/MemTotal/, 16e9],
  [/filesystem_avail/, 60e9],
  [/filesystem_size/, 100e9],
  [/node_disk_io/, 0.12],
  [/connections_used/, 46],
  [/connections_usable/, 97],
  [/in_recovery|wal_receiver/, 0],
  [/replication_lag|lock_waits|oldest_seconds|waiting|maxwait/, 0.4],
  [/xact_commit/, 85],
  [/xact_rollback/, 0.6],
  [/blks_hit/, 9_000],
  [/blks_read/, 70],
  [/statements_seconds/, 0.12],
  [/statements_calls/, 24],
  [/slowest_seconds/, 1.8],
  [/longest_seconds/, 0.8],
  [/active_seconds/, 1.4],
  [/idle_in_transaction/, 0.2],
  [/total_bytes|database_size/, 2.4e9],
  [/_rows/, 20_000],
  [/pools_sv_(active|idle)/, 3],
  [/pools_sv_/, 0],
  [/redis_memory/, 140 * 2 ** 20],
  [/connected_clients/, 22],
  [/keyspace_hits/, 190],
  [/keyspace_misses/, 14],
  [/commands_duration/, 0.002],
  [/redis_commands/, 60],
  [/slipway_backup_kept/, 14],
  [/slipway_backup_damaged/, 0],
  [/slipway_backup_.*bytes/, 9e8],
  [/http_request_duration|traefik_service_requests/, 6],
  [/llm_request_duration|report_generation|page_load|_delay_seconds|mail_delivery/, 0.4],
  [/llm_tokens/, 40],
  [/llm_cost/, 0.0006],
  [/connection_count/, 6],
  [/connection_max/, 20],
  [/queue_depth|jobs_in_progress/, 9],
  [/active_users/, 340],
  [/_seconds$/, 2],
];

/** Of answers and payments most are good ones. */
const shares: Readonly<Record<string, number>> = {
  "404": 0.02,
  "500": 0.001,
  "304": 0.3,
  declined: 0.05,
  failed: 0.004,
  false: 0.002,
};

/** The mean of what a histogram measures, in seconds. */
const means: readonly (readonly [RegExp, number])[] = [
  [/llm_/, 4],
  [/report_generation/, 45],
  [/page_load/, 0.8],
  [/mail_delivery/, 8],
  [/delay/, 0.9],
  [/./, 0.11],
];

const day = 86_400;

const found = (table: readonly (readonly [RegExp, number])[], text: string, otherwise: number): number =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise;

/** The waves of a series: how high each is, of its usual level, and how long, in seconds. */
const waves = [
  { height: 0.2, length: 14_000, shift: 7 },
  { height: 0.08, length: 2_900, shift: 29 },
] as const;

/** A number from 0 to 1 that goes with labels. */
const seedOf = (labels: MadeUpSeries["labels"]): number => {
  const text = Object.values(labels).join("");
  const codes = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) * (index + 1));
  return (codes.reduce((sum, code) => sum + code, 0) % 97) / 97;
};

/** How far a series is above its usual level at a time. */
const wave = (seconds: number, seed: number): number =>
  waves.reduce(
    (sum, { height, length, shift }) =>
      sum + height * Math.sin((2 * Math.PI * seconds) / length + shift * seed),
    0,
  );

/** What has come together since the beginning of a series that goes up and down so, and never below nothing: a counter only grows. */
const grown = (seconds: number, seed: number): number =>
  waves.reduce(
    (sum, { height, length, shift }) =>
      sum - ((height * length) / (2 * Math.PI)) * Math.cos((2 * Math.PI * seconds) / length + shift * seed),
    seconds + 2_000,
  );

/**
 * What a series comes to.
 * @param now Seconds since 1970.
 * @param since Seconds since the first value.
 */
export function valueAt({ metric, labels, seed }: MadeUpSeries, now: number, since: number): number {
  const text = `${metric} ${Object.values(labels).join(" ")}`;
  if (metric.endsWith("_timestamp_seconds") || metric.endsWith("_timestamp") || metric.endsWith("_time"))
    return Math.floor(now / day) * day - 18 * 3_600;
  if (metric === "barman_cloud_cloudnative_pg_io_first_recoverability_point") return now - 6 * day;
  if (metric === "probe_ssl_earliest_cert_expiry") return Math.floor(now / day) * day + 58 * day;
  if (metric === "kube_secret_created") return now - (20 + 200 * seed) * day;
  if (metric.startsWith("slo:period_error_budget")) return 0.95 - 0.5 * seed;
  if (metric.includes("in_recovery")) return labels["pod"]?.endsWith("-1") ? 0 : 1;
  if (metric.includes("wal_receiver")) return labels["pod"]?.endsWith("-1") ? 0 : 1;
  const share = [labels["status"], labels["code"], labels["outcome"], labels["log_structured"]]
    .map((value) => (value === undefined ? 1 : (shares[value] ?? 1)))
    .reduce((one, other) => one * other, 1);
  const level = (usual.find(([pattern]) => pattern.test(metric) || pattern.test(text))?.[1] ?? 0.02) * share;
  const exact =
    /^up$|_ready$|_up$|_status$|^probe_success|limits|requests|usable|capacity|Total|_size_|_max|spec_|hard/.test(
      metric,
    );
  if (/_(total|bucket|count|sum)$|_count$/.test(metric) && !metric.includes("connection_count")) {
    const { le, ...others } = labels;
    // All buckets of a histogram grow alike.
    const own = le === undefined ? seed : seedOf(others);
    const all = level * (0.6 + 0.8 * own) * grown(since, own);
    return le === undefined || le === "+Inf"
      ? all
      : all * (1 - Math.exp(-Number(le) / found(means, metric, 1)));
  }
  if (/xact|blks|^otelcol_(receiver|exporter_(sent|send|enqueue))_/.test(metric))
    return level * grown(since, seed);
  return exact ? level : level * (0.8 + 0.4 * seed) * (1 + wave(since, seed));
}
