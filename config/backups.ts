import type { EnvironmentName } from "../model/environment-name.ts";
import type { System } from "../model/system.ts";
import { type Bucket, bucketFields } from "./bucket.ts";
import { strictObject } from "./strict-object.ts";

/** Where an environment's backups go, away from the cluster (BDR-01). */
export type Backups = Bucket;

/** The key of an environment's configuration that says so, wherever the platform runs a database that must not be lost. */
export function backupsField(systems: readonly System[], environment: EnvironmentName) {
  const needed = environment !== "dev" && systems.some(({ database }) => database?.kind === "platform");
  return needed ? { backups: strictObject("where backups go", bucketFields) } : {};
}
