import type { Cidr } from "./cidr.ts";
import type { Port } from "./port.ts";
import { type Bytes, mebibytes } from "./quantities/bytes.ts";
import { storeServices } from "./store-services.ts";

/** A system's Redis: run by the platform, or by somebody else (CAC-01, CF-20). */
export type Cache = PlatformRedis | ExternalRedis;

/**
 * What a Redis holds (CAC-04). `cache`: copies, any of which may be thrown away when the memory is full. `counters`: what
 * code goes by, such as counts against rate limits, none of which may be. `both`: it holds the two side by side, and is
 * run as for counters: what is thrown away can't be told apart.
 */
export type CachePurpose = "cache" | "counters" | "both";

interface Redis {
  readonly version: 7;
  readonly purpose: CachePurpose;
  /** Client connections that the server takes at once (CF-28). */
  readonly connections: number;
  /** Storage of the volume; of dev's own where somebody else runs it elsewhere. */
  readonly storage: Bytes;
  /**
   * Why no copy of it need leave the cluster, though nothing of it is thrown away, as `counts that begin anew`. What is a cache is
   * not copied anyway (BDR-03). @default it is copied
   */
  readonly notCopied?: string;
  /** Bound on the data set; the container's own limit is derived from it with room for a snapshot. As `storage`. */
  readonly memory: Bytes;
}

export interface PlatformRedis extends Redis {
  readonly kind: "platform";
  /**
   * The primary and its replicas, outside of dev; dev runs one alone. Three have sentinels that put a replica in the place of a
   * primary which is gone (CF-20). Two would have nobody to settle who of them is right. @default 1
   */
  readonly instances: 1 | 3;
}

/** A managed Redis outside the cluster in staging and production; dev runs one of its own. */
export interface ExternalRedis extends Redis {
  readonly kind: "external";
  /** Who runs it. */
  readonly provider: string;
  /** The port that it takes TLS connections on, as in the address of its secret. */
  readonly port: Port;
  /** The addresses it answers from, also private ones. @default anywhere on the internet */
  readonly cidrs?: readonly Cidr[];
}

/** Declares a Redis that the platform runs. */
export const redis = (
  given: Omit<PlatformRedis, "kind" | "instances"> & Partial<Pick<PlatformRedis, "instances">>,
): PlatformRedis => ({ kind: "platform", instances: 1, ...given });

/** Declares a Redis that somebody else runs, reached by TLS (`rediss://`). */
export const externalRedis = (given: Omit<ExternalRedis, "kind">): ExternalRedis => ({
  kind: "external",
  ...given,
});

/** Whether a full memory throws keys away, instead of refusing writes. */
export const evicts = ({ purpose }: Pick<Cache, "purpose">): boolean => purpose === "cache";

/** Whether every write goes to a log, of which a crash loses a second at most. */
export const isLogged = (cache: Pick<Cache, "purpose">): boolean => !evicts(cache);

/**
 * What Redis keeps for one busy connection with its buffers, in bytes; an idle one has a tenth of it. It counts against the
 * memory of the data set.
 */
export const memoryOfConnection = 40 * 1024;

/** A log shorter than this is not rewritten. */
export const shortLog = mebibytes(64);

/**
 * The storage that a Redis may fill at the worst. While a snapshot is written, the last one is there too. A log comes on
 * top: its last beginning, what was added since, which may grow as long as the beginning before it is rewritten, and the
 * beginning that is being written.
 */
export function storageNeeded(cache: Pick<Cache, "purpose" | "memory">): Bytes {
  const snapshots = cache.memory.times(2);
  if (!isLogged(cache)) return snapshots;
  const added = cache.memory.exceeds(shortLog) ? cache.memory : shortLog;
  return snapshots.plus(cache.memory.times(2)).plus(added);
}

/** The part that a Redis with replicas runs as, behind the one address that clients have; no service may take its name. */
export const cacheInstance = `${storeServices.cache.name}-instance`;

/** The pods of it: the first primary and its replicas, each under a name that outlives it. */
export const cacheInstances: readonly string[] = [0, 1, 2].map((number) => `${cacheInstance}-${number}`);

/** The part that answers for the metrics of a system's Redis; no service may take its name. */
export const cacheExporter = "cache-exporter";

/** One service's edge to its system's cache. */
export interface CacheUse {
  /** The variable that the code reads the address from. */
  readonly env: string;
  /** Connections that one process opens at the most. */
  readonly pool: number;
}
