import { cache, healthyCache, readyPod } from "../healthy-data.ts";
import { crb, type DataScenario, odd } from "./scenario.ts";

const redis = cache(odd);
/** What the exporter tells, gone since a minute. */
const silentSince = (minute: number, system: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(healthyCache(system))
      .filter(([name]) => name.includes('cache-exporter",'))
      .map(([name, value]) => [name, `${value}x${minute - 1} stale`]),
  );

export const onRedis: readonly DataScenario[] = [
  {
    what: "Redis does not answer",
    system: "odd-scenes",
    differs: { [redis("up")]: 0 },
    fires: ["RedisDown"],
  },
  {
    what: "Redis is gone, and its exporter says so",
    system: "odd-scenes",
    differs: { [redis("up")]: 0, [readyPod(odd, "cache-0")]: 0 },
    fires: ["RedisDown"],
  },
  {
    what: "the exporter of Redis moves to another node, for ten minutes",
    system: "crb-analyser",
    differs: silentSince(30, crb),
    step: 1,
    fires: [],
  },
  {
    what: "the exporter of Redis is gone",
    system: "crb-analyser",
    gone: /cache-exporter/,
    fires: ["RedisUnknown"],
  },
  {
    what: "Redis and its exporter are gone",
    system: "crb-analyser",
    gone: /cache-exporter/,
    differs: { [readyPod(crb, "cache-0")]: 0 },
    fires: ["RedisDown"],
  },
  {
    what: "Redis and its exporter are gone since four minutes, and nothing tells of the pod",
    system: "crb-analyser",
    differs: {
      ...silentSince(36, crb),
      [readyPod(crb, "cache-0")]: "1x35 stale",
      [readyPod(odd, "cache-0")]: 1,
    },
    step: 1,
    fires: ["RedisDown"],
  },
  {
    what: "the exporter of Redis is gone, and kube-state-metrics too",
    system: "crb-analyser",
    gone: /cache-exporter|kube_pod_status_ready/,
    fires: ["RedisUnknown"],
  },
  {
    what: "a Redis that throws nothing away has filled four fifths of its memory",
    system: "odd-scenes",
    differs: { [redis("memory_used_bytes")]: 0.81 * 128 * 2 ** 20 },
    fires: ["RedisMemoryNearLimit"],
  },
  {
    what: "a Redis that throws nothing away is nearly full",
    system: "odd-scenes",
    differs: { [redis("memory_used_bytes")]: 0.96 * 128 * 2 ** 20 },
    fires: ["RedisMemoryNearLimit", "RedisMemoryFull"],
  },
  {
    what: "a cache that is full, and throws away what is old",
    system: "crb-analyser",
    differs: { [cache(crb)("memory_used_bytes")]: 256 * 2 ** 20 },
    fires: [],
  },
  {
    what: "Redis refuses connections",
    system: "odd-scenes",
    differs: { [redis("rejected_connections_total")]: "0x33 0+5x7" },
    step: 1,
    fires: ["RedisConnectionsRejected"],
  },
  {
    what: "Redis refused connections an hour ago",
    system: "odd-scenes",
    differs: { [redis("rejected_connections_total")]: "0 5x39" },
    step: 1,
    fires: [],
  },
  ...["rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status"].map(
    (status): DataScenario => ({
      what: `Redis says of itself: ${status} is bad`,
      system: "odd-scenes",
      differs: { [redis(status)]: 0 },
      fires: ["RedisNotSaved"],
    }),
  ),
];
