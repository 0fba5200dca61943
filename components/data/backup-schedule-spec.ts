import { baseBackupTime } from "../../model/recovery.ts";
import { archiver } from "./postgres-cluster-spec.ts";

/** The part of a `ScheduledBackup`'s specification (`postgresql.cnpg.io/v1`) that Slipway writes. */
export interface BackupScheduleSpec {
  /** Six fields: seconds come first. With five, minutes would be read as seconds. */
  readonly schedule: string;
  readonly immediate: true;
  readonly backupOwnerReference: "self";
  readonly cluster: { readonly name: string };
  readonly method: "plugin";
  readonly pluginConfiguration: { readonly name: string };
  readonly target: "prefer-standby";
}

/** When a cluster is backed up as a whole: each night, and at once when it is new, since nothing can be recovered before. */
export const backupScheduleSpec = (cluster: string): BackupScheduleSpec => ({
  schedule: `0 ${baseBackupTime.minute} ${baseBackupTime.hour} * * *`,
  immediate: true,
  backupOwnerReference: "self",
  cluster: { name: cluster },
  method: "plugin",
  pluginConfiguration: { name: archiver },
  target: "prefer-standby",
});
