import { minutes, seconds } from "../../../model/quantities/duration.ts";
import type { Alert } from "../alert.ts";
import { ofCluster, type WatchedCluster } from "./watched-cluster.ts";

/** Of the connections that applications can open, the share that is too much (DB-12). */
export const mostConnections = 0.9;

/** How far behind the primary a standby may read for a while (DB-13). */
export const mostLag = seconds(60);

/** Whether a cluster that serves answers, has its standbys, and has connections left (DB-12, DB-19, OBS-06). */
export function databaseAlerts(cluster: WatchedCluster): readonly Alert[] {
  const { name, series } = cluster;
  const used = series("cnpg_slipway_connections_used");
  const usable = series("cnpg_slipway_connections_usable");
  return [
    {
      ...ofCluster(cluster),
      name: "PostgresDown",
      severity: "page",
      priority: "P0",
      // No instance that answers, none that is primary, and none that can be asked are the same to those who write.
      when: `(count(${series("cnpg_pg_replication_in_recovery")} == 0) or vector(0)) == 0`,
      for: minutes(3),
      summary: `No primary of ${name} answers`,
      description: `No instance of ${name} says of itself that it takes writes. Either none does, or Prometheus can't ask.`,
    },
    ...standbyAlerts(cluster),
    {
      ...ofCluster(cluster),
      name: "PostgresConnectionsNearLimit",
      severity: "ticket",
      when: `max by (pod) (${used} / ${usable}) > ${mostConnections}`,
      for: minutes(10),
      summary: `{{ $value | humanizePercentage }} of the connections of {{ $labels.pod }} are open`,
      description: `When none is left, services, migrations and dumps are refused. Those of the pooler are bounded; look at what goes past it.`,
    },
  ];
}

function standbyAlerts(cluster: WatchedCluster): readonly Alert[] {
  const { name, series, database } = cluster;
  const standbys = database.instances - 1;
  if (standbys < 1) return [];
  // The primary's own count has copies in it that are still being made.
  const streaming = `sum(${series("cnpg_pg_replication_is_wal_receiver_up")})`;
  return [
    {
      ...ofCluster(cluster),
      name: "PostgresNoStandby",
      severity: "page",
      when: `${streaming} == 0`,
      for: minutes(10),
      summary: `{{ $value }} of ${standbys} standbys of ${name} follow its primary`,
      description: `If the primary is lost now, there is none to take over.${standbys > 1 ? " Commits wait until one is back." : ""}`,
    },
    {
      ...ofCluster(cluster),
      name: "PostgresStandbyMissing",
      severity: "ticket",
      when: `${streaming} < ${standbys}`,
      for: minutes(15),
      summary: `{{ $value }} of ${standbys} standbys of ${name} follow its primary`,
      description: `The others are away, are being made, or can't follow any more.`,
    },
    {
      ...ofCluster(cluster),
      name: "PostgresStandbyBehind",
      severity: "ticket",
      when: `max by (pod) (${series("cnpg_pg_replication_lag")}) > ${mostLag.wholeSeconds}`,
      for: minutes(10),
      summary: `{{ $labels.pod }} is {{ $value | humanizeDuration }} behind its primary`,
      description: `A takeover would wait until it has caught up.`,
    },
  ];
}
