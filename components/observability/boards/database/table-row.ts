import type { WatchedCluster } from "../../data-alerts/watched-cluster.ts";
import type { Row } from "../board.ts";
import { rate } from "../rates.ts";

/** What tables hold, and what is read of them in vain (DB-14, OBS-20, DSH-06). */
export function tableRow({ name, series }: WatchedCluster): Row {
  const largest = (of: string): string => `topk(10, max by (schema, table_name) (${of}))`;
  const legend = "{{schema}}.{{table_name}}";
  return {
    title: `${name}: tables`,
    panels: [
      {
        kind: "lines",
        title: `${name}: size of tables`,
        description: "With their indexes, of the ten largest.",
        unit: "bytes",
        queries: [{ expr: largest(series("cnpg_slipway_tables_total_bytes")), legend }],
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: size of databases`,
        description: "On the disk of the primary.",
        unit: "bytes",
        queries: [
          { expr: `max by (datname) (${series("cnpg_pg_database_size_bytes")})`, legend: "{{datname}}" },
        ],
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: dead rows`,
        description: "Rows that no one can see any more, and that vacuum has not yet taken away.",
        unit: "short",
        queries: [{ expr: largest(series("cnpg_slipway_tables_dead_rows")), legend }],
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: rows read without an index`,
        description:
          "A second, by going through a table from end to end. A large table that is high here lacks an index.",
        unit: "ops",
        queries: [{ expr: largest(rate(series("cnpg_slipway_tables_scanned_rows_total"))), legend }],
        width: 6,
      },
    ],
  };
}
