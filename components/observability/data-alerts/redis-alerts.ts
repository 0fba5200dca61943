import { cacheInstances, evicts, isLogged, type Cache } from "../../../model/cache.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { storeServices } from "../../../model/store-services.ts";
import type { Alert } from "../alert.ts";
import { exactly, inLines, selectorOf } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";

const about = { part: storeServices.cache.name, tier: "critical" } as const;

/** The share of its memory at which a Redis that throws nothing away should get more, and at which it is about to refuse writes. */
export const much = 0.8;
export const tooMuch = 0.95;

/** A system's Redis, as its alerts see it. */
export interface WatchedRedis {
  readonly cache: Cache;
  readonly namespace: string;
  /** The pods that hold it. */
  readonly pods: readonly string[];
  /** What its exporter tells. */
  readonly series: SeriesOf;
}

/** Whether a system's Redis answers, has memory and connections left, and keeps what it holds (CAC-04, CAC-10). */
export function redisAlerts(watched: WatchedRedis): readonly Alert[] {
  const { cache, series } = watched;
  const failed = (metric: string): string => `min(${series(metric)}) == 0`;
  return [
    ...answerAlerts(watched),
    ...(evicts(cache) ? [] : memoryAlerts(cache, series)),
    {
      ...about,
      name: "RedisConnectionsRejected",
      severity: "ticket",
      priority: "P2",
      when: `sum(increase(${series("redis_rejected_connections_total")}[10m])) > 0`,
      for: minutes(1),
      summary: "Redis has refused {{ $value | humanize }} connections in ten minutes",
      description: `More clients came than it takes. ${cache.connections} are declared.`,
    },
    {
      ...about,
      name: "RedisNotSaved",
      severity: "ticket",
      when: inLines(
        failed("redis_rdb_last_bgsave_status"),
        ...(isLogged(cache)
          ? [`or ${failed("redis_aof_last_write_status")}`, `or ${failed("redis_aof_last_bgrewrite_status")}`]
          : []),
      ),
      for: minutes(10),
      summary: "Redis can't write to its volume what it holds",
      description: "It goes on, and loses what was not written if it ends now.",
    },
  ];
}

/**
 * The exporter has one pod, which is away for minutes when its node is. Without it Kubernetes tells whether Redis is there, and who is woken
 * is woken for Redis.
 */
function answerAlerts({ namespace, pods, series }: WatchedRedis): readonly Alert[] {
  const answers = `max(${series("redis_up")})`;
  const ready = selectorOf({
    metric: "kube_pod_status_ready",
    matchers: [`namespace="${namespace}"`, 'condition="true"', `pod=~"${pods.map(exactly).join("|")}"`],
  });
  // Where kube-state-metrics is away as well, nobody can tell.
  const noneReady = `(sum(${ready}) or 0 * count(kube_pod_status_ready)) == 0`;
  return [
    {
      ...about,
      name: "RedisDown",
      severity: "page",
      when: inLines(`${answers} == 0`, `or on () ((${noneReady}) unless on () ${answers})`),
      for: minutes(3),
      summary: "Redis does not answer",
      description: "It does not answer its exporter; or the exporter is away, and no pod of Redis is ready.",
    },
    {
      ...about,
      name: "RedisUnknown",
      severity: "ticket",
      when: inLines("vector(1)", `unless on () ${answers}`, `unless on () (${noneReady})`),
      for: minutes(15),
      summary: "Nobody tells whether Redis answers",
      description: "Its exporter does not answer Prometheus. Other alerts on Redis are silent until it does.",
    },
  ];
}

/** A memory that is full refuses writes where nothing may be thrown away. */
function memoryAlerts({ memory }: Cache, series: SeriesOf): readonly Alert[] {
  const share = `max(${series("redis_memory_used_bytes")}) / ${memory.count}`;
  const summary = `Redis has filled {{ $value | humanizePercentage }} of ${memory}`;
  return [
    {
      ...about,
      name: "RedisMemoryFull",
      severity: "page",
      when: `${share} > ${tooMuch}`,
      for: minutes(5),
      summary,
      description: "When it is full, writes are refused: nothing that it holds may be thrown away.",
    },
    {
      ...about,
      name: "RedisMemoryNearLimit",
      severity: "ticket",
      when: `${share} > ${much}`,
      for: minutes(15),
      summary,
      description: "It needs more memory, or keys that expire, before it refuses writes.",
    },
  ];
}

/** Whether a Redis with replicas has all of them, and stays with its primary (CF-20). */
export const replicationAlerts = (series: SeriesOf): readonly Alert[] => [
  {
    ...about,
    name: "RedisReplicaMissing",
    severity: "page",
    when: `max(${series("redis_connected_slaves")}) < ${cacheInstances.length - 1}`,
    for: minutes(10),
    summary: "Redis has {{ $value }} of its replicas",
    description: "One more that goes, and writes are refused until it is back.",
  },
  {
    ...about,
    name: "RedisPrimaryChanged",
    severity: "ticket",
    // Each start of each instance has an identity of its own, and the proxy leads to the primary alone.
    when: `count(count by (run_id) (last_over_time(${series("redis_instance_info")}[15m]))) > 1`,
    for: minutes(1),
    summary: "Redis has another primary than fifteen minutes ago, or the same one anew",
    description:
      "Writes were refused for some seconds. Without an update or a drained node, look for the reason.",
  },
];
