import { type Duration, minutes, seconds } from "../../../model/quantities/duration.ts";
import { archiveInterval } from "../../../model/recovery.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import { ofCluster, pagesIfServing, type WatchedCluster } from "./watched-cluster.ts";

/**
 * How long a part of the log may wait for the archive, and for how long it must have, before somebody is woken: half of what the
 * recovery point leaves beside the interval at which parts are finished. However late in it somebody looks, what may be lost
 * is not more than the point when they are told.
 */
export function archiveLimits(point: Duration): { readonly waited: Duration; readonly for: Duration } {
  const waited = seconds(Math.floor((point.wholeSeconds - archiveInterval.wholeSeconds) / 2));
  const atLeast = minutes(2);
  return { waited, for: waited.exceeds(atLeast) ? atLeast : waited };
}

/** Whether the write-ahead log of a cluster arrives in its archive (BDR-05, BDR-07). */
export function archiveAlerts(cluster: WatchedCluster): readonly Alert[] {
  const { name, series, database } = cluster;
  const { point } = database.recovery;
  const limits = archiveLimits(point);
  const last = (what: string): string => `max(${series(`cnpg_pg_stat_archiver_last_${what}_time`)})`;
  return [
    {
      ...ofCluster(cluster),
      name: "PostgresArchiveLate",
      severity: pagesIfServing(cluster),
      when: `max(${series("cnpg_slipway_wal_archive_oldest_seconds")}) > ${limits.waited.wholeSeconds}`,
      for: limits.for,
      summary: `The log of ${name} has waited {{ $value | humanizeDuration }} for its archive`,
      description: `If all volumes of ${name} were lost now, what was written since then would be lost too, and up to ${archiveInterval} before. No more than ${point} may be. The log fills its volume meanwhile, and a full one stops the database.`,
    },
    {
      ...ofCluster(cluster),
      name: "PostgresArchiveFailing",
      severity: "ticket",
      when: inLines(last("failed"), `  > ${last("archived")}`),
      for: minutes(15),
      summary: `The archive of ${name} has taken nothing since an attempt failed {{ $value | humanizeTimestamp }}`,
      description: `It was to send a part of the log of ${name}. None has arrived since, and the log waits on the volume.`,
    },
  ];
}
