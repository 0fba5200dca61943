import type { Bytes } from "./quantities/bytes.ts";

/** A system's Redis. */
export interface Cache {
  readonly version: 7;
  readonly storage: Bytes;
  /** Bound on the data set; the container's own limit is derived from it with room for a snapshot. */
  readonly memory: Bytes;
  /** Client connections that the server takes at once. */
  readonly connections: number;
  /** What is thrown away when the memory is full. `noeviction` where losing a key changes behaviour (CAC-04). */
  readonly eviction: "allkeys-lru" | "volatile-lru" | "noeviction";
}

export const redis = (given: Cache): Cache => given;

/** One service's edge to its system's cache. */
export interface CacheUse {
  /** The variable that the code reads the address from. */
  readonly env: string;
  /** Connections that one process opens at the most. */
  readonly pool: number;
}
