import type { RecoveryObjectives } from "./database.ts";
import type { ThirdParty } from "./third-party.ts";

/** Where a system keeps files. It is run by a third party; its key is one of the system's secrets. */
export interface ObjectStore {
  readonly party: ThirdParty;
  /** What is kept in it. */
  readonly holds: string;
  readonly recovery: RecoveryObjectives;
}

export const objectStore = (given: ObjectStore): ObjectStore => given;
