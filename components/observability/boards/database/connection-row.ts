import { inLines } from "../../counter.ts";
import { mostConnections, mostLag } from "../../data-alerts/database-alerts.ts";
import type { WatchedCluster } from "../../data-alerts/watched-cluster.ts";
import type { Row } from "../board.ts";
import { rate } from "../rates.ts";

/** Who is connected to a cluster, what its instances are, and how far its standbys are behind (DB-12, DSH-06). */
export function connectionRow({ name, series, database }: WatchedCluster): Row {
  const labels = { part: name };
  return {
    title: `${name}: instances and connections`,
    panels: [
      {
        kind: "lines",
        title: `${name}: connections open`,
        description: "Of those that roles without privileges can open, by instance.",
        unit: "percentunit",
        queries: [
          {
            expr: inLines(
              `max by (pod) (${series("cnpg_slipway_connections_used")}`,
              `  / ${series("cnpg_slipway_connections_usable")})`,
            ),
            legend: "{{pod}}",
          },
        ],
        bounds: [{ at: mostConnections, is: "ticket" }],
        alerts: { names: ["PostgresConnectionsNearLimit"], labels },
        most: 1,
      },
      {
        kind: "lines",
        title: `${name}: instances`,
        description: `Those that take writes, of which there is one, and standbys that follow it. ${database.instances} instances are declared.`,
        unit: "short",
        queries: [
          { expr: `count(${series("cnpg_pg_replication_in_recovery")} == 0)`, legend: "primary" },
          {
            expr: `sum(${series("cnpg_pg_replication_is_wal_receiver_up")})`,
            legend: "standbys that follow",
          },
        ],
        alerts: { names: ["PostgresDown", "PostgresNoStandby", "PostgresStandbyMissing"], labels },
      },
      {
        kind: "lines",
        title: `${name}: standbys behind`,
        description: "What a standby would still have to catch up with before it took over.",
        unit: "s",
        queries: [{ expr: `max by (pod) (${series("cnpg_pg_replication_lag")})`, legend: "{{pod}}" }],
        bounds: [{ at: mostLag.wholeSeconds, is: "ticket" }],
        alerts: { names: ["PostgresStandbyBehind"], labels },
      },
      {
        kind: "lines",
        title: `${name}: transactions`,
        description: "A second, that were kept and that were given up.",
        unit: "ops",
        queries: [
          { expr: `sum(${rate(series("cnpg_pg_stat_database_xact_commit"))})`, legend: "kept" },
          { expr: `sum(${rate(series("cnpg_pg_stat_database_xact_rollback"))})`, legend: "given up" },
        ],
        width: 12,
      },
      {
        kind: "lines",
        title: `${name}: read from memory`,
        description: "The share of pages that were in the server's own memory when they were asked for.",
        unit: "percentunit",
        queries: [
          {
            expr: inLines(
              `sum(${rate(series("cnpg_pg_stat_database_blks_hit"))})`,
              `/ (sum(${rate(series("cnpg_pg_stat_database_blks_hit"))})`,
              `  + sum(${rate(series("cnpg_pg_stat_database_blks_read"))}) > 0)`,
            ),
            legend: "of all pages",
          },
        ],
        most: 1,
        width: 12,
      },
    ],
  };
}
