import { execFileSync } from "node:child_process";
import { parse } from "yaml";

/** A query as CloudNativePG's exporter reads it from a ConfigMap. */
export interface ExporterQuery {
  readonly query: string;
  readonly predicate_query?: string;
  readonly primary?: boolean;
  readonly metrics: readonly Readonly<Record<string, ExporterColumn>>[];
}

interface ExporterColumn {
  readonly usage: string;
  readonly description: string;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a scrape answers: samples by the name of their metric. */
export type Scrape = ReadonlyMap<string, readonly Sample[]>;

/** Between fields and between rows: no name of a table can hold them. */
const [FIELD, ROW] = ["\u001f", "\u001e"];

/**
 * Plays CloudNativePG's exporter, by the rules of its release 1.30: one read-only transaction for each query with the search
 * path pinned; metrics for a query only if it answers just the declared columns. Where that one would go on without a word,
 * this one throws.
 */
export class PlayedExporter {
  readonly queries: Readonly<Record<string, ExporterQuery>>;
  readonly #psql: string;
  readonly #address: string;

  /** @param address Of the database that the operator made for the application, as the exporter's own role. */
  constructor(psql: string, address: string, queries: string) {
    this.#psql = psql;
    this.#address = address;
    this.queries = parse(queries) as typeof this.queries;
  }

  /** The same exporter at another database. */
  at(address: string): PlayedExporter {
    return Object.assign(new PlayedExporter(this.#psql, address, "{}"), { queries: this.queries });
  }

  scrape(): Scrape {
    const samples = new Map<string, Sample[]>();
    for (const [name, query] of Object.entries(this.queries)) {
      for (const { labels, metrics } of this.rows(name, query))
        for (const [column, value] of Object.entries(metrics)) {
          const metric = `cnpg_${name}_${column}`;
          const series = samples.get(metric) ?? [];
          if (series.some((other) => JSON.stringify(other.labels) === JSON.stringify(labels)))
            throw new Error(`${metric} has one series twice: Prometheus would refuse the whole scrape`);
          samples.set(metric, [...series, { labels, value }]);
        }
    }
    return samples;
  }

  /** What one query answers. @throws Error where the exporter would leave something out. */
  rows(name: string, { query, predicate_query: predicate, metrics }: ExporterQuery) {
    if (predicate !== undefined) {
      const [, [answer] = []] = this.#ask(predicate);
      if (answer !== "t") return [];
    }
    const declared = metrics.flatMap((column) => Object.entries(column));
    const [columns = [], ...rows] = this.#ask(query);
    const names = declared.map(([column]) => column);
    if (JSON.stringify(columns) !== JSON.stringify(names))
      throw new Error(`${name} answers ${columns.join(", ")} and declares ${names.join(", ")}`);
    return rows.map((fields) => {
      const given = declared.map(([column, { usage }], index) => ({
        column,
        usage,
        text: fields[index] ?? "",
      }));
      return {
        labels: Object.fromEntries(
          given.flatMap(({ column, usage, text }) => (usage === "LABEL" ? [[column, text]] : [])),
        ),
        metrics: Object.fromEntries(
          given.flatMap(({ column, usage, text }) =>
            usage === "LABEL" ? [] : [[column, numberIn(text, `${name}.${column}`)]],
          ),
        ),
      };
    });
  }

  /** The columns of a query with their types, as the server has them, without running it. */
  types(query: string): readonly (readonly string[])[] {
    return this.#said(`${query} \\gdesc`);
  }

  #ask(query: string): readonly (readonly string[])[] {
    return this.#said(`${query};`);
  }

  #said(statement: string): readonly (readonly string[])[] {
    const output = execFileSync(
      this.#psql,
      [
        ...["--no-psqlrc", "--quiet", "--no-align", "--pset=footer=off", "--set=ON_ERROR_STOP=1"],
        ...[`--field-separator=${FIELD}`, `--record-separator=${ROW}`, this.#address],
      ],
      {
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
        timeout: 10_000,
        input: `BEGIN READ ONLY; SET LOCAL search_path = pg_catalog, public, pg_temp; ${statement}\nCOMMIT;\n`,
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    return output
      .trim()
      .split(ROW)
      .map((row) => row.trim().split(FIELD));
  }
}

function numberIn(text: string, what: string): number {
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) throw new Error(`${what} is "${text}" and no number`);
  return value;
}
