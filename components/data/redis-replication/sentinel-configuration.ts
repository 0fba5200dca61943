import { sentinelUsersKey } from "../../secrets/cache-secrets.ts";
import { redisSentinel } from "../redis-users.ts";
import { primaryName, silence } from "./replication-settings.ts";

/** Name of the file that {@link sentinelConfiguration} is for. */
export const sentinelConfigurationFile = "sentinel.conf";

/** Where a sentinel finds and keeps things. */
export interface SentinelPlaces {
  readonly port: number;
  /** The addresses that it listens on. */
  readonly bind: string;
  /** The folder of the file with whom it lets in. */
  readonly users: string;
}

/**
 * What each sentinel is told, without passwords and without what it finds out itself. Names are kept instead of addresses, as a pod
 * has another address each time.
 */
export function sentinelConfiguration(places: SentinelPlaces): string {
  return [
    `port ${places.port}`,
    `bind ${places.bind}`,
    `aclfile ${places.users}/${sentinelUsersKey}`,
    "sentinel resolve-hostnames yes",
    "sentinel announce-hostnames yes",
    `sentinel announce-port ${places.port}`,
    `sentinel down-after-milliseconds ${primaryName} ${silence}`,
    // One that came to nothing is tried again after twice as long.
    `sentinel failover-timeout ${primaryName} 10000`,
    `sentinel parallel-syncs ${primaryName} 1`,
    `sentinel auth-user ${primaryName} ${redisSentinel}`,
    "sentinel deny-scripts-reconfig yes",
    "",
  ].join("\n");
}
