import type { Dumps } from "../../config/dumps.ts";
import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { Hostname } from "../../model/hostname.ts";
import type { BucketCopies } from "../../model/object-store.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import {
  bucketName,
  type BucketStore,
  type CopiedInCluster,
  type SnapshotStore,
  snapshotName,
  snapshotStores,
} from "../../model/snapshot.ts";
import type { System } from "../../model/system.ts";

/** The stores of a system that are copied, beside its database, its Secrets among them, and where to. */
export interface CopiedStores {
  readonly stores: readonly CopiedInCluster[];
  /** Those, and what CI copies beside them. */
  readonly watched: readonly SnapshotStore[];
  readonly dumps: Dumps;
  /** What a store is called in the bucket and in metrics, as `production/odd-scenes/cache`; also its folder there. */
  readonly source: (store: SnapshotStore) => string;
  /** Where the buckets among them are. @default none of them is one */
  readonly buckets?: CopiedBuckets;
}

/** Where the buckets are that are copied, and how long what was deleted there can be had back. */
export interface CopiedBuckets {
  readonly copies: BucketCopies;
  readonly host: Hostname;
  readonly retention: (bucket: BucketStore) => Duration;
}

/** Those of an environment whose configuration says where dumps go. Dev's does not. */
export function copiedStores(
  { name, dumps }: Pick<Environment, "name" | "dumps">,
  { system, hostnames }: Pick<SystemEnvironment, "system" | "hostnames">,
): CopiedStores | undefined {
  const stores = snapshotStores(system);
  if (!dumps || stores.length === 0) return undefined;
  const watched = [...stores, ...(system.repositories.length > 0 ? (["repositories"] as const) : [])];
  const buckets = copiedBuckets(system, hostnames);
  return {
    stores,
    watched,
    dumps,
    source: (store) => `${name}/${system.name}/${snapshotName(store)}`,
    ...(buckets && { buckets }),
  };
}

function copiedBuckets(
  { name, objectStore }: System,
  hostnames: SystemEnvironment["hostnames"],
): CopiedBuckets | undefined {
  if (!objectStore?.copies) return undefined;
  const { copies, buckets } = objectStore;
  const host = hostnames.get(copies.host);
  if (!host) throw new TypeError(`validation let ${name} through without the host ${copies.host}`);
  return {
    copies,
    host,
    retention: (store) => {
      const bucket = buckets[bucketName(store)];
      if (!bucket) throw new TypeError(`${name} has no bucket that is copied as ${store}`);
      return bucket.retention;
    },
  };
}
