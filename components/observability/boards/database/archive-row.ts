import { archiveLimits } from "../../data-alerts/archive-alerts.ts";
import { backupPlugin, latestBaseBackup } from "../../data-alerts/base-backup-alerts.ts";
import type { WatchedCluster } from "../../data-alerts/watched-cluster.ts";
import type { Row } from "../board.ts";

/** Whether a cluster could be recovered, and to which point (BDR-05, BDR-07). */
export function archiveRow({ name, series, database, serves }: WatchedCluster): Row {
  const labels = { part: name };
  const is = serves ? "page" : "ticket";
  return {
    title: `${name}: archive`,
    panels: [
      {
        kind: "lines",
        title: `${name}: age of what is not in the archive`,
        description: `How long the oldest finished part of the log has waited. No more than ${database.recovery.point} may be lost.`,
        unit: "s",
        queries: [{ expr: `max(${series("cnpg_slipway_wal_archive_oldest_seconds")})`, legend: "oldest" }],
        bounds: [{ at: archiveLimits(database.recovery.point).waited.wholeSeconds, is }],
        alerts: { names: ["PostgresArchiveLate"], labels },
      },
      {
        kind: "lines",
        title: `${name}: parts of the log`,
        description: "Parts that wait for the archive, and parts that it refused in the last hour.",
        unit: "short",
        queries: [
          { expr: `max(${series("cnpg_slipway_wal_archive_waiting")})`, legend: "waiting" },
          {
            expr: `sum(increase(${series("cnpg_pg_stat_archiver_failed_count")}[1h]))`,
            legend: "refused",
          },
        ],
        alerts: { names: ["PostgresArchiveFailing"], labels },
      },
      {
        kind: "lines",
        title: `${name}: age of the last base backup`,
        description: "One is taken each night. Nothing is drawn while there is none.",
        unit: "s",
        queries: [
          {
            expr: `time() - (max(${series(`${backupPlugin}_last_available_backup_timestamp`)}) > 0)`,
            legend: "last that was completed",
          },
        ],
        bounds: [{ at: latestBaseBackup.wholeSeconds, is: "ticket" }],
        alerts: {
          names: [
            "PostgresNoBaseBackup",
            "PostgresBaseBackupLate",
            "PostgresBaseBackupFailed",
            "PostgresBackupUnknown",
          ],
          labels,
        },
      },
    ],
  };
}
