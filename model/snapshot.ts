import { type Cache, evicts } from "./cache.ts";
import { storeServices } from "./store-services.ts";
import type { System } from "./system.ts";

/** A store that the platform runs and that is copied whole each night, beside a database, which is dumped (BDR-03). */
export type ServedStore = "cache" | "vectorStore";

/** A bucket of a system's object store, by the name that its provider knows. Only what is new of it is sent each night (BDR-12). */
export type BucketStore = `bucket-${string}`;

/** What a pod copies each night: such stores, buckets, and the Secrets and settings that a system's programs have (BDR-12, SEC-14). */
export type CopiedInCluster = ServedStore | BucketStore | "secrets";

/** What is copied whole each day: what a pod copies, and the repositories of the code, which CI copies (BDR-14). */
export type SnapshotStore = CopiedInCluster | "repositories";

/** What a store goes by in names and folders. */
export const snapshotName = (store: SnapshotStore): string =>
  store === "cache" || store === "vectorStore" ? storeServices[store].name : store;

/** The part that copies a store. No service may take its name. */
export const snapshotPart = (store: SnapshotStore): string => `${snapshotName(store)}-snapshot`;

/** The part that tries each month whether a store could start from its newest copy. No service may take its name. */
export const snapshotDrillPart = (store: SnapshotStore): string => `${snapshotPart(store)}-drill`;

/** Whether the monthly drill knows what a copy of it must look like (BDR-11). */
export const isDrilled = (store: SnapshotStore): store is ServedStore | BucketStore =>
  isBucket(store) || Object.hasOwn(storeServices, store);

const bucketPrefix = "bucket-";

export const isBucket = (store: SnapshotStore): store is BucketStore => store.startsWith(bucketPrefix);

/** The name by which its provider knows a bucket that is copied. */
export const bucketName = (store: BucketStore): string => store.slice(bucketPrefix.length);

/** The part that tells Prometheus of a system's copies. No service may take its name. */
export const snapshotMetrics = "snapshot-metrics";

/** What says of a Redis whether it is copied. */
export type Copyable = Pick<Cache, "purpose" | "notCopied"> & {
  readonly kind?: Cache["kind"];
  readonly provider?: string;
};

/** Why no copy of a Redis leaves the cluster; nothing for one that is copied. */
export function whyNotCopied(cache: Copyable): string | undefined {
  if (cache.kind === "external") return `${cache.provider ?? "its provider"} has it, and keeps its own`;
  return cache.notCopied ?? (evicts(cache) ? "all of it can be had again" : undefined);
}

/** The stores of a system of which a copy leaves the cluster, wherever `dumps` says where to. */
export function snapshotStores(
  system: Pick<System, "cache" | "vectorStore" | "objectStore" | "database" | "variables">,
): readonly CopiedInCluster[] {
  const { cache, vectorStore, objectStore } = system;
  return [
    ...(cache && whyNotCopied(cache) === undefined ? (["cache"] as const) : []),
    ...(vectorStore?.kind === "qdrant" ? (["vectorStore"] as const) : []),
    ...(objectStore?.copies
      ? Object.keys(objectStore.buckets).map((name) => `${bucketPrefix}${name}` as const)
      : []),
    ...(hasSecrets(system) ? (["secrets"] as const) : []),
  ];
}

/** Whether a system has secrets of its own: those of its variables, or what opens one of its stores. */
const hasSecrets = ({
  cache,
  vectorStore,
  database,
  variables,
}: Pick<System, "cache" | "vectorStore" | "database" | "variables">): boolean =>
  [cache, vectorStore, database].some((store) => store !== undefined) ||
  Object.values(variables).some(({ kind }) => kind === "secret");
