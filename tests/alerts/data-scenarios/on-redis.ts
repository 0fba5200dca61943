import { cache } from "../healthy-data.ts";
import { crb, type DataScenario, odd } from "./scenario.ts";

const redis = cache(odd);

export const onRedis: readonly DataScenario[] = [
  {
    what: "Redis does not answer",
    system: "odd-scenes",
    differs: { [redis("up")]: 0 },
    fires: ["RedisDown"],
  },
  {
    what: "the exporter of Redis is gone",
    system: "crb-analyser",
    gone: /cache-exporter/,
    fires: ["RedisDown"],
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
