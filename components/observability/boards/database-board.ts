import type { Metric } from "../../../model/metric.ts";
import { inLines } from "../counter.ts";
import type { WatchedPooler } from "../data-alerts/pooler-alerts.ts";
import type { WatchedCluster } from "../data-alerts/watched-cluster.ts";
import type { Board, Panel, Row } from "./board.ts";
import { archiveRow } from "./database/archive-row.ts";
import { connectionRow } from "./database/connection-row.ts";
import { poolerRow } from "./database/pooler-row.ts";
import { queryRow } from "./database/query-row.ts";
import { tableRow } from "./database/table-row.ts";
import { durationsOf, shownSeries } from "./metric-panels.ts";

/** A cluster of a system's Postgres, and the pooler before it. */
export interface ShownCluster {
  readonly cluster: WatchedCluster;
  readonly pooler?: WatchedPooler;
}

/** Connections, queries, tables and the archive of a system's database, and the programs' own pools (DSH-06, OBS-20). */
export const databaseBoard = (
  namespace: string,
  clusters: readonly ShownCluster[],
  metrics: readonly Metric[],
): Board => ({
  name: "database",
  about:
    "Who is connected, what statements cost, how large tables are, and whether everything could be had back. What a database that somebody else runs does inside, its provider shows.",
  rows: [
    ...poolRows(namespace, metrics),
    ...clusters.flatMap(({ cluster, pooler }) =>
      cluster.serves
        ? [
            connectionRow(cluster),
            ...(pooler ? [poolerRow(pooler)] : []),
            queryRow(cluster),
            tableRow(cluster),
            archiveRow(cluster),
          ]
        : [archiveRow(cluster)],
    ),
  ],
});

/** The share of its pool that a program uses, and what it holds. */
function poolRows(namespace: string, metrics: readonly Metric[]): readonly Row[] {
  const named = (ending: string) =>
    metrics.find(({ about, name }) => about === "pool" && name.endsWith(ending));
  const connections = named("_count");
  const most = named("_max");
  if (!connections || !most) return [];
  const used = shownSeries(namespace, connections, 'state="used"');
  return [
    {
      title: "Pools of programs",
      panels: [
        {
          kind: "lines",
          title: "Pool used",
          description:
            "The share of its own pool of connections that the fullest process of each program uses.",
          unit: "percentunit",
          queries: [
            {
              expr: inLines(
                "max by (job) (",
                `  sum by (job, instance) (${used})`,
                `  / sum by (job, instance) (${shownSeries(namespace, most)})`,
                ")",
              ),
              legend: "{{job}}",
            },
          ],
          most: 1,
          width: 12,
        },
        {
          kind: "lines",
          title: "Connections of pools",
          description: "That a program uses, and that it keeps open, over all of its processes.",
          unit: "short",
          queries: [
            {
              expr: `sum by (job, state) (${shownSeries(namespace, connections)})`,
              legend: "{{job}} {{state}}",
            },
          ],
          width: 12,
        },
        ...metrics.flatMap((metric): Panel[] =>
          metric.kind === "histogram" && metric.about === "pool"
            ? [
                {
                  kind: "lines",
                  title: "Queries of programs: duration",
                  description:
                    "As the programs time them, with the wait for a connection. What the database's own time of them leaves over is the wait and the way.",
                  unit: "s",
                  queries: durationsOf(namespace, metric),
                  width: 24,
                },
              ]
            : [],
        ),
      ],
    },
  ];
}
