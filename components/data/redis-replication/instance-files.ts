import { readFileSync } from "node:fs";
import { cacheInstances } from "../../../model/cache.ts";
import { storeServices } from "../../../model/store-services.ts";
import { redisConfigurationFile } from "../redis-configuration.ts";
import { primaryName, quorum, sentinelPort } from "./replication-settings.ts";
import { sentinelConfigurationFile } from "./sentinel-configuration.ts";

/** What an instance's containers run, by name of the file. */
export const instanceScripts = {
  startRedis: "start-redis.sh",
  startSentinel: "start-sentinel.sh",
  ready: "ready.sh",
  handOver: "hand-over.sh",
} as const;

/** The files that an instance's containers read: what its Redis and its sentinel are told, and what starts them. */
export const instanceFiles = (configuration: {
  readonly redis: string;
  readonly sentinel: string;
}): Readonly<Record<string, string>> => ({
  [redisConfigurationFile]: configuration.redis,
  [sentinelConfigurationFile]: configuration.sentinel,
  ...Object.fromEntries(
    Object.values(instanceScripts).map((file) => [
      file,
      readFileSync(new URL(file, import.meta.url), "utf8"),
    ]),
  ),
});

/** Where the scripts find and keep things. */
export interface InstancePlaces {
  /** The address by which the instance reaches itself. */
  readonly address: string;
  /** The folder of its files. */
  readonly configuration: string;
  /** The folder that outlives its pod. */
  readonly state: string;
  /** A folder that it may write to. */
  readonly scratch: string;
}

/** The variables that the scripts read, beside the password and `INSTANCE`, their own name. */
export const instanceVariables = (places: InstancePlaces): Readonly<Record<string, string>> => ({
  INSTANCES: cacheInstances.join(" "),
  PRIMARY_NAME: primaryName,
  QUORUM: String(quorum),
  REDIS_PORT: String(storeServices.cache.port),
  SENTINEL_PORT: String(sentinelPort),
  ADDRESS: places.address,
  CONFIGURATION: places.configuration,
  STATE: places.state,
  SCRATCH: places.scratch,
});
