import { keys, type RecoveryRig } from "./recovery-rig.ts";

/** What keeps the log from the archive for a while. */
export interface Outage {
  readonly says: string;
  readonly begin: (rig: RecoveryRig) => Promise<void> | void;
  readonly end: (rig: RecoveryRig) => Promise<void> | void;
}

export const outages: readonly Outage[] = [
  { says: "the store is down", begin: (rig) => rig.store.down(), end: (rig) => rig.store.up() },
  {
    says: "the key has expired",
    begin: (rig) => {
      rig.store.removeUser(keys);
    },
    end: (rig) => {
      rig.store.restoreUser(keys);
    },
  },
];
