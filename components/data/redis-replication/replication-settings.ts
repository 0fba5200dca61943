import { cacheInstances } from "../../../model/cache.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { storeServices } from "../../../model/store-services.ts";

/** What sentinels call the primary of the moment. */
export const primaryName = storeServices.cache.name;

/** Sentinels that must agree that a primary is gone, and whom it is followed by: more than half. */
export const quorum = Math.floor(cacheInstances.length / 2) + 1;

/** Where a sentinel listens, beside its instance. */
export const sentinelPort = 26379;

/** How long a primary may be silent before a sentinel takes it for gone, in milliseconds. */
export const silence = 5_000;

/** What a replica may miss without having to be sent everything anew. */
export const backlog = mebibytes(16);

/**
 * What is written while a replica is sent everything waits in memory. A replica for which it becomes more than this is cut off, and
 * begins anew.
 */
export const replicaBuffer = mebibytes(64);
