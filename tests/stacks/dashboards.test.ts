import { describe, expect, test } from "vitest";
import { type Board, panelsOf } from "../../components/observability/boards/board.ts";
import { systemBoards } from "../../components/observability/boards/boards.ts";
import { releaseQuery } from "../../components/observability/boards/release-marks.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { realEnvironment } from "../support/declarations.ts";
import { metricCatalogue } from "../support/metric-catalogue/catalogue.ts";
import { type Asked, promqlNames } from "../support/promql-names.ts";

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly groups?: readonly { readonly rules: readonly Rule[] }[] };
}

const production = realEnvironment("production");
const objects = (await capturedStack("production"))
  .filter(({ custom, type }) => custom && type.startsWith("kubernetes:"))
  .map(({ inputs }) => inputs as unknown as KubernetesObject);
const rules = objects.flatMap(({ kind, spec }) =>
  kind === "PrometheusRule" ? (spec?.groups ?? []).flatMap((group) => group.rules) : [],
);
const boards: readonly { readonly system: string; readonly board: Board }[] = production.systems.flatMap(
  (own) => systemBoards(production, own).map((board) => ({ system: own.system.name, board })),
);

/** The labels of every metric that may be named: those of exporters, and those that rules record. */
const known = new Map<string, ReadonlySet<string>>();
for (const { name, labels } of metricCatalogue)
  known.set(name, new Set([...(known.get(name) ?? []), ...labels]));
for (const { record, labels = {} } of rules)
  if (record !== undefined)
    known.set(record, new Set([...(known.get(record) ?? []), ...Object.keys(labels)]));

const labelsOf = ({ metric }: Asked): readonly ReadonlySet<string>[] =>
  [...known].flatMap(([name, labels]) =>
    (typeof metric === "string" ? name === metric : metric.test(name)) ? [labels] : [],
  );

/** What an expression names that no exporter shows and no rule records. */
function unknownIn(expression: string): readonly string[] {
  const { asked, grouped } = promqlNames(expression);
  return [
    ...asked.flatMap((each) => {
      const shown = labelsOf(each);
      if (shown.length === 0) return [String(each.metric)];
      return each.labels.filter((label) => !shown.every((labels) => labels.has(label)));
    }),
    ...grouped.flatMap(({ labels, of }) =>
      labels.filter((label) => !of.flatMap(labelsOf).some((shown) => shown.has(label))),
    ),
  ];
}

const queries = boards.flatMap(({ system, board }) =>
  panelsOf(board).flatMap((panel) =>
    panel.kind === "text"
      ? []
      : panel.queries.map(({ expr, legend }) => ({
          where: `${system} ${board.name}: ${panel.title}`,
          expr,
          legend,
        })),
  ),
);

describe("what boards and rules ask", () => {
  test("is read by Prometheus, and names only metrics and labels that something shows", () => {
    expect(queries.length).toBeGreaterThan(300);
    expect(rules.length).toBeGreaterThan(200);
    const asked = [
      ...queries,
      ...rules.map(({ alert, record, expr }) => ({ where: alert ?? record ?? "", expr })),
      { where: "marks of releases", expr: releaseQuery("atlas-ux-production") },
    ];
    const unknown = asked.flatMap(({ where, expr }) => unknownIn(expr).map((name) => `${where}: ${name}`));
    expect(unknown).toEqual([]);
  });

  test("is told apart in legends by labels that are left in what comes back", () => {
    for (const { where, expr, legend } of queries)
      for (const [, label = ""] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(expr, where).toContain(label);
  });

  test("would be found out if it named what nothing shows", () => {
    expect(unknownIn('sum by (job) (rate(http_requests_total{job="web"}[5m]))')).toEqual([
      "http_requests_total",
      "job",
    ]);
    expect(unknownIn('up{job="web",colour="red"}')).toEqual(["colour"]);
    expect(unknownIn("sum by (colour) (up)")).toEqual(["colour"]);
    expect(unknownIn('sum({__name__=~"cnpg_pgbouncer_pools_sv_(idle|busy)",user="a"})')).toEqual([]);
    expect(unknownIn('sum({__name__=~"cnpg_nothing_.*"})')).toHaveLength(1);
    expect(() => unknownIn("sum(up")).toThrow(SyntaxError);
  });
});

describe("the ConfigMaps of boards", () => {
  const configMaps = objects.filter(({ metadata }) => metadata.labels?.["grafana_dashboard"] === "1");

  test("are one a board, with a name that stays, in the folder of their system (DSH-09)", () => {
    expect(configMaps.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`).sort()).toEqual(
      boards.map(({ system, board }) => `${system}-production/dashboard-${board.name}`).sort(),
    );
    for (const { metadata } of configMaps)
      expect(`${metadata.annotations?.["grafana_folder"]}-production`).toBe(metadata.namespace);
  });

  test("hold one dashboard each, under a file name that no other has", () => {
    const files = configMaps.flatMap(({ data = {} }) => Object.entries(data));
    expect(files).toHaveLength(configMaps.length);
    expect(new Set(files.map(([name]) => name)).size).toBe(files.length);
    for (const [name, text] of files)
      expect(`dashboard-${(JSON.parse(text) as { uid: string }).uid}.json`).toBe(name);
  });
});

describe("the dashboard of an alert", () => {
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  const grafana = production.dashboards?.url ?? "";
  const address = /^\/d\/([a-z-]+?)-production-([a-z-]+)(?:\?viewPanel=(\d+))?$/;

  test("is a board of its own system, at a panel that says to show it", () => {
    expect(alerts.length).toBeGreaterThan(100);
    for (const { alert, labels = {}, annotations = {} } of alerts) {
      const link = annotations["dashboard_url"] ?? "";
      expect(link.startsWith(`${grafana}/`), alert).toBe(true);
      const [, system, name, number] = address.exec(link.slice(grafana.length)) ?? [];
      expect(system, alert).toBe(labels["system"]);
      const board = boards.find((each) => each.system === system && each.board.name === name)?.board;
      const panel = board && panelsOf(board)[Number(number) - 1];
      if (!panel || panel.kind === "text") throw new Error(`${alert ?? ""} leads to no panel`);
      expect(panel.alerts?.names).toContain(alert);
    }
  });

  test("is led to from every alert that a panel says to show", () => {
    const led = new Set(alerts.map(({ alert }) => alert));
    const shown = boards.flatMap(({ board }) =>
      panelsOf(board).flatMap((panel) => (panel.kind === "text" ? [] : (panel.alerts?.names ?? []))),
    );
    // No stack's Redis has replicas, and one may.
    expect([...new Set(shown)].filter((name) => !led.has(name)).sort()).toEqual([
      "RedisPrimaryChanged",
      "RedisReplicaMissing",
    ]);
  });
});
