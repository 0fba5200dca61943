/** What a metric counts, which decides its type in SQL and the end of its name. */
export type MetricUnit = "seconds" | "bytes" | "count";

/** A column that tells series apart. */
interface LabelColumn {
  readonly usage: "LABEL";
  readonly description: string;
}

/** A column that is a metric: a level, or a sum that only grows until the server's statistics start anew. */
interface MetricColumn {
  readonly usage: "GAUGE" | "COUNTER";
  readonly unit: MetricUnit;
  readonly description: string;
}

export type QueryColumn = LabelColumn | MetricColumn;

/** What a database is asked, again and again, as a role that may read statistics and no table. */
export interface DatabaseQuery {
  /** Every name in it is one of `pg_catalog`, written out, so that nothing an application makes can stand in its place. */
  readonly sql: string;
  /**
   * By name, in the order of the select list: labels are matched with their values by it. The exporter drops a query
   * without an error when the number of columns differs.
   */
  readonly columns: Readonly<Record<string, QueryColumn>>;
  /** The most rows that it can answer: so many series it adds for each of its metrics. */
  readonly rows: number;
  /** Whether standbys would answer nothing, or something that misleads. @default false: each instance is asked */
  readonly primaryOnly?: true;
  /** A query that answers one truth value: whether this one can be asked. @default it can */
  readonly onlyIf?: string;
}

export const label = (description: string): QueryColumn => ({ usage: "LABEL", description });

export const gauge = (unit: MetricUnit, description: string): QueryColumn => ({
  usage: "GAUGE",
  unit,
  description,
});

export const counter = (unit: MetricUnit, description: string): QueryColumn => ({
  usage: "COUNTER",
  unit,
  description,
});

/**
 * The type of a column in SQL. Time is counted in seconds with fractions, and everything else in 64 bits: neither ends in
 * the year 2038, nor at 2 GiB.
 */
export const sqlType = (column: QueryColumn): "text" | "double precision" | "bigint" =>
  column.usage === "LABEL" ? "text" : column.unit === "seconds" ? "double precision" : "bigint";
