import { evicts, isLogged, shortLog, type Cache } from "../../model/cache.ts";
import { storeServices } from "../../model/store-services.ts";
import { cacheUsersKeys } from "../secrets/cache-secrets.ts";

/** Where a Redis finds and keeps things. A test that has no pod has other places. */
export interface RedisPlaces {
  readonly port: number;
  /** The addresses that it listens on. */
  readonly bind: string;
  /** The folder of its data. */
  readonly data: string;
  /** The folder of the file with its users. */
  readonly users: string;
}

/** The places in a pod. */
export const redisPlaces: RedisPlaces = {
  port: storeServices.cache.port,
  bind: "* -::*",
  data: "/data",
  users: "/etc/redis/users",
};

/** Name of the file that {@link redisConfiguration} is for. */
export const redisConfigurationFile = "redis.conf";

/** Connections beyond those of applications: probes, the exporter, and a person who looks into a server that is full. */
const furtherConnections = 64;

/** The configuration of a Redis of the platform's. No password stands in it. */
export function redisConfiguration(cache: Cache, places: RedisPlaces = redisPlaces): string {
  const lines: readonly (readonly [string, string | number])[] = [
    ["port", places.port],
    ["bind", places.bind],
    ["aclfile", `${places.users}/${cacheUsersKeys.users}`],
    ["maxclients", cache.connections + furtherConnections],
    // A client whose node is gone is found out after a minute, and its connection counts no more.
    ["tcp-keepalive", 60],
    ["maxmemory", cache.memory.count],
    ["maxmemory-policy", evicts(cache) ? "allkeys-lru" : "noeviction"],
    ["dir", places.data],
    // A snapshot within the hour of any change (CAC-09), and sooner when there are more.
    ["save", "3600 1 300 100 60 10000"],
    // A snapshot that fails is seen in the metrics. Refusing writes because of it would make more of it.
    ["stop-writes-on-bgsave-error", "no"],
    ["appendonly", isLogged(cache) ? "yes" : "no"],
    ["appendfsync", "everysec"],
    ["no-appendfsync-on-rewrite", "no"],
    ["auto-aof-rewrite-percentage", 100],
    ["auto-aof-rewrite-min-size", shortLog.count],
    // The last write of a log may be cut off by a crash. It is left out, and all before it is there.
    ["aof-load-truncated", "yes"],
    ["slowlog-log-slower-than", 10_000],
    ["latency-monitor-threshold", 100],
    ["enable-protected-configs", "no"],
    ["enable-debug-command", "no"],
    ["enable-module-command", "no"],
  ];
  return `${lines.map(([name, value]) => `${name} ${value}`).join("\n")}\n`;
}
