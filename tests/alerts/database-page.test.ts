import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { databaseQueries } from "../../components/observability/database-queries.ts";
import { debianPackages } from "../../toolchain/cluster/debian.ts";
import { hasPromtool } from "./promtool.ts";

// The page for the person who looks at a database: what it says to ask is asked of Prometheus' own engine.

const page = readFileSync(new URL("../../docs/database-watch.md", import.meta.url), "utf8");
const asked = [...page.matchAll(/^\| ([^|]+?) +\| `([^|]+)` +\|/gm)].map(([, question = "", query = ""]) => ({
  question,
  query,
}));
const queryFor = (row: string): string =>
  asked.find(({ question }) => question.includes(row))?.query ?? "none";

interface Sample {
  readonly labels: string;
  readonly value: number;
}

/** @throws Error with what promtool says. */
async function promtool(command: readonly string[], content: unknown): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-database-page-"));
  try {
    const file = join(folder, "rules.yaml");
    writeFileSync(file, stringify(content, { lineWidth: 0 }));
    const program = join(await debianPackages(["prometheus"]), "usr/bin/promtool");
    execFileSync(program, [...command, file], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** That a query comes to just these samples after two minutes of series that stand still. */
const answers = (query: string, series: Readonly<Record<string, number>>, samples: readonly Sample[]) =>
  promtool(["test", "rules"], {
    evaluation_interval: "30s",
    tests: [
      {
        interval: "30s",
        input_series: Object.entries(series).map(([name, value]) => ({ series: name, values: `${value}x5` })),
        promql_expr_test: [{ expr: query, eval_time: "2m", exp_samples: samples }],
      },
    ],
  });

test("the page asks each of our queries, and for no metric of ours that is not there", () => {
  expect(asked.length).toBeGreaterThan(15);
  const metrics = Object.entries(databaseQueries).flatMap(([query, { columns }]) =>
    Object.keys(columns).map((column) => `cnpg_${query}_${column}`),
  );
  const named = [...page.matchAll(/cnpg_slipway_\w+/g)].map(([name]) => name);
  expect(named.filter((name) => !metrics.includes(name))).toEqual([]);
  for (const query of Object.keys(databaseQueries))
    expect(named.some((name) => name.startsWith(`cnpg_${query}_`))).toBe(true);
});

describe.skipIf(!hasPromtool())("Prometheus itself", () => {
  test("reads every query of the page", async () => {
    const rules = asked.map(({ query }, index) => ({ record: `page:${index}`, expr: query }));
    await promtool(["check", "rules"], { groups: [{ name: "page", rules }] });
    await expect(
      promtool(["check", "rules"], { groups: [{ name: "page", rules: [{ record: "a", expr: "sum(" }] }] }),
    ).rejects.toThrow();
  });

  const up = (pod: string): string => `cnpg_collector_up{namespace="atlas-ux-production",pod="${pod}"}`;
  test.each([
    ["answers", { [up("1")]: 0, [up("2")]: 1 }, []],
    ["has no instance that is up", { [up("1")]: 0, [up("2")]: 0 }, [{ labels: "{}", value: 0 }]],
    ["has no instance at all", { 'cnpg_collector_up{namespace="other"}': 1 }, [{ labels: "{}", value: 0 }]],
  ])("tells when a database %s (DB-19)", (_what, series, samples) =>
    answers(queryFor("DB-19"), series, samples),
  );

  test("tells the share of connections in use, of each instance (DB-12)", async () => {
    const of = (metric: string, pod: string): string =>
      `cnpg_slipway_connections_${metric}{namespace="shop",pod="${pod}"}`;
    await answers(
      queryFor("How full"),
      { [of("used", "1")]: 91, [of("usable", "1")]: 100, [of("used", "2")]: 10, [of("usable", "2")]: 100 },
      [
        { labels: '{namespace="shop",pod="1"}', value: 0.91 },
        { labels: '{namespace="shop",pod="2"}', value: 0.1 },
      ],
    );
  });

  test("tells tables that are more dead than a fifth, and no other", async () => {
    const of = (metric: string, table: string): string =>
      `cnpg_slipway_tables_${metric}{namespace="shop",table_name="${table}"}`;
    await answers(
      queryFor("bloated"),
      {
        [of("dead_rows", "a")]: 50,
        [of("live_rows", "a")]: 50,
        [of("dead_rows", "b")]: 1,
        [of("live_rows", "b")]: 99,
      },
      [{ labels: '{namespace="shop",table_name="a"}', value: 0.5 }],
    );
  });
});
