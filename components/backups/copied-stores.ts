import type { Dumps } from "../../config/dumps.ts";
import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import {
  type CopiedInCluster,
  type SnapshotStore,
  snapshotName,
  snapshotStores,
} from "../../model/snapshot.ts";

/** The stores of a system that are copied, beside its database, its Secrets among them, and where to. */
export interface CopiedStores {
  readonly stores: readonly CopiedInCluster[];
  /** Those, and what CI copies beside them. */
  readonly watched: readonly SnapshotStore[];
  readonly dumps: Dumps;
  /** What a store is called in the bucket and in metrics, as `production/odd-scenes/cache`; also its folder there. */
  readonly source: (store: SnapshotStore) => string;
}

/** Those of an environment whose configuration says where dumps go. Dev's does not. */
export function copiedStores(
  { name, dumps }: Pick<Environment, "name" | "dumps">,
  { system }: Pick<SystemEnvironment, "system">,
): CopiedStores | undefined {
  const stores = snapshotStores(system);
  if (!dumps || stores.length === 0) return undefined;
  const watched = [...stores, ...(system.repositories.length > 0 ? (["repositories"] as const) : [])];
  return { stores, watched, dumps, source: (store) => `${name}/${system.name}/${snapshotName(store)}` };
}
