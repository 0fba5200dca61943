import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { databaseQueries } from "../../../components/observability/database-queries.ts";
import { counter, gauge, label, sqlType } from "../../../components/observability/database-query.ts";
import { exporterQueries } from "../../../components/observability/exporter-queries.ts";
import { capturedStack } from "../../support/captured-stack.ts";

interface Rendered {
  readonly kind?: string;
  readonly metadata?: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

const queries = Object.entries(databaseQueries);
const columns = queries.flatMap(([query, { columns: own }]) =>
  Object.entries(own).map(([column, declared]) => ({ name: `${query}.${column}`, column, declared })),
);
const metrics = columns.flatMap(({ declared, ...named }) =>
  declared.usage === "LABEL" ? [] : [{ ...named, declared }],
);

/** What CloudNativePG 1.30 asks by itself. A query of the same name would take the place of its own. */
const operatorsOwn = [
  "backends",
  "backends_waiting",
  "pg_database",
  "pg_postmaster",
  "pg_replication",
  "pg_replication_slots",
  "pg_stat_archiver",
  "pg_stat_bgwriter",
  "pg_stat_checkpointer",
  "pg_stat_database",
  "pg_stat_replication",
  "pg_settings",
  "pg_extensions",
];

describe("what databases are asked", () => {
  test("takes the place of nothing that the operator asks", () => {
    for (const [name] of queries) {
      expect(name).toMatch(/^slipway_[a-z]+(_[a-z]+)*$/);
      expect(operatorsOwn).not.toContain(name);
    }
  });

  test.each(metrics)("$name is called by its unit and by what it is", ({ column, declared }) => {
    const stem = column.replace(/_total$/, "");
    expect(column.endsWith("_total")).toBe(declared.usage === "COUNTER");
    expect(stem.endsWith("_seconds") || stem === "seconds").toBe(declared.unit === "seconds");
    expect(stem.endsWith("_bytes")).toBe(declared.unit === "bytes");
    expect(declared.description).toMatch(/^[A-Z][^.]+$/);
  });

  test("is answered in 64 bits, and time in seconds, so that neither 2038 nor 2 GiB is an end", () => {
    expect(sqlType(gauge("seconds", "Age"))).toBe("double precision");
    expect(sqlType(counter("seconds", "Age"))).toBe("double precision");
    expect(sqlType(gauge("bytes", "Size"))).toBe("bigint");
    expect(sqlType(counter("count", "Rows"))).toBe("bigint");
    expect(sqlType(label("Name"))).toBe("text");
    // Seconds since 1970 as a metric would be compared with the clock of another machine.
    for (const [, { sql }] of queries) expect(sql).not.toMatch(/epoch from (?!\()/i);
  });

  test("tells series apart by names that are few, and never by the text of a statement", () => {
    const labels = columns.flatMap(({ name, declared }) => (declared.usage === "LABEL" ? [name] : []));
    expect(labels).toEqual([
      "slipway_statements.queryid",
      "slipway_tables.schema",
      "slipway_tables.table_name",
    ]);
    for (const [, { sql, rows }] of queries) {
      const [, limit = "1"] = /LIMIT (\d+)$/.exec(sql.trim()) ?? [];
      expect(Number(limit)).toBe(rows);
    }
    const series = queries.map(
      ([, { columns: own, rows }]) =>
        rows * Object.values(own).filter(({ usage }) => usage !== "LABEL").length,
    );
    expect(series.reduce((sum, count) => sum + count)).toBeLessThan(200);
  });

  test.each(queries)("%s names no function, operator or table that could be another's", (_name, query) => {
    for (const sql of [query.sql, query.onlyIf ?? ""]) {
      const bare = sql.replaceAll(/'[^']*'/g, "''").replaceAll(/OPERATOR\(pg_catalog\.[^)]+\)/g, " ");
      expect(bare).not.toMatch(/[=<>~+/-]/);
      const called = [...bare.matchAll(/([\w.]+)\(/g)].map(([, name = ""]) => name);
      const ofTheLanguage = ["COALESCE", "GREATEST", "EXTRACT", "EXISTS", "MATERIALIZED"];
      for (const name of called) if (!ofTheLanguage.includes(name)) expect(name).toMatch(/^pg_catalog\./);
      const from = [...bare.matchAll(/(?:FROM|JOIN) ([\w.]+)/g)].map(([, name = ""]) => name);
      const itsOwn = [...bare.matchAll(/(\w+) AS MATERIALIZED/g)].map(([, name = ""]) => name);
      for (const name of from)
        if (!itsOwn.includes(name)) expect(name).toMatch(/^(pg_catalog\.\w+|public\.pg_stat_statements)$/);
      for (const [, type = ""] of bare.matchAll(/::([\w.]+)/g)) expect(type).toMatch(/^pg_catalog\./);
    }
  });

  test("is written in the form that the exporter reads, labels in the order of the answer", () => {
    const text = exporterQueries({
      asked: {
        sql: "\nSELECT 'a' AS name,\n  1 AS size",
        columns: { name: label("Name: of it"), size: gauge("bytes", "Size") },
        rows: 1,
        primaryOnly: true,
        onlyIf: "SELECT true",
      },
    });
    expect(text).toBe(`asked:
  query: |-
    SELECT 'a' AS name,
      1 AS size
  predicate_query: SELECT true
  primary: true
  metrics:
    - name:
        usage: LABEL
        description: "Name: of it"
    - size:
        usage: GAUGE
        description: Size
`);
  });
});

const objectsOf = async (stack: "dev" | "staging" | "production"): Promise<readonly Rendered[]> =>
  (await capturedStack(stack)).map(({ inputs }) => inputs);

test.each(["staging", "production"] as const)(
  "each cluster of %s asks it, and keeps statistics of statements but not of passwords",
  async (stack) => {
    const objects = await objectsOf(stack);
    const clusters = objects.filter(({ kind }) => kind === "Cluster");
    expect(clusters.length).toBeGreaterThan(0);
    for (const { metadata, spec } of clusters) {
      const name = `${metadata?.name ?? ""}-queries`;
      expect(spec?.["monitoring"]).toEqual({ customQueriesConfigMap: [{ name, key: "queries" }] });
      const [asked, ...others] = objects.filter(
        (each) => each.metadata?.name === name && each.metadata.namespace === metadata?.namespace,
      );
      expect(others).toEqual([]);
      expect(asked?.metadata?.labels).toHaveProperty(["cnpg.io/reload"]);
      expect(Object.keys(parse(asked?.data?.["queries"] ?? "") as object)).toEqual(
        queries.map(([query]) => query),
      );
      expect(spec?.["postgresql"]).toMatchObject({
        parameters: { "pg_stat_statements.track": "top", "pg_stat_statements.track_utility": "off" },
      });
    }
  },
);

test("dev, which no Prometheus asks, has none of it", async () => {
  const asked = (await objectsOf("dev")).filter(({ metadata }) => metadata?.name.endsWith("-queries"));
  expect(asked).toEqual([]);
});
