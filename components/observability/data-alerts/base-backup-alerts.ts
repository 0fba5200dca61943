import { days, hours, minutes } from "../../../model/quantities/duration.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import { ofCluster, pagesIfServing, type WatchedCluster } from "./watched-cluster.ts";

/** The names that the plugin's metrics begin with; CloudNativePG's own for backups stand still where the plugin makes them. */
export const backupPlugin = "barman_cloud_cloudnative_pg_io";

/** One is taken each night, and takes as long as the database is large: it has half a day for it. */
export const latestBaseBackup = days(1).plus(hours(12));

/** The first begins with the cluster, and until it has ended nothing can be recovered. */
const firstTakes = hours(3);

/** Whether there are base backups to recover a cluster from, and new ones (BDR-05, BDR-13). */
export function baseBackupAlerts(cluster: WatchedCluster): readonly Alert[] {
  const { name, series, serves } = cluster;
  // Each instance tells what the archive says. Zero stands for none.
  const available = series(`${backupPlugin}_last_available_backup_timestamp`);
  const failed = series(`${backupPlugin}_last_failed_backup_timestamp`);
  const first = series(`${backupPlugin}_first_recoverability_point`);
  const alerts: readonly Alert[] = [
    {
      ...ofCluster(cluster),
      name: "PostgresNoBaseBackup",
      severity: pagesIfServing(cluster),
      when: `max(max_over_time(${first}[1h])) == 0`,
      for: firstTakes,
      summary: `There is no base backup of ${name}`,
      description: `Nothing of ${name} can be recovered from its archive, to no point in time: the archive has no first one.`,
    },
    {
      ...ofCluster(cluster),
      name: "PostgresBaseBackupLate",
      severity: "ticket",
      when: `time() - (max(${available}) > 0) > ${latestBaseBackup.wholeSeconds}`,
      for: minutes(15),
      summary: `The last base backup of ${name} is {{ $value | humanizeDuration }} old`,
      description: `One is taken each night. A recovery of ${name} still reaches every point since the last, and takes longer each day.`,
    },
    {
      ...ofCluster(cluster),
      name: "PostgresBaseBackupFailed",
      severity: "ticket",
      when: inLines(`max(${failed})`, `  > max(${available})`),
      for: minutes(5),
      summary: `The last base backup of ${name} failed {{ $value | humanizeTimestamp }}`,
      description: `None has been completed since. A recovery begins with the one before, and takes longer each day.`,
    },
  ];
  if (!serves) return alerts;
  const log = series("cnpg_slipway_wal_archive_oldest_seconds");
  return [
    ...alerts,
    {
      ...ofCluster(cluster),
      name: "PostgresBackupUnknown",
      severity: "ticket",
      when: inLines(
        `absent(${first})`,
        `or absent(${available})`,
        `or absent(${failed})`,
        `or absent(${log})`,
      ),
      for: minutes(30),
      summary: `Nothing tells whether ${name} is backed up`,
      description: `Metrics of its base backups or of its log are missing, so no other alert would tell that they fail.`,
    },
  ];
}
