import { readFileSync } from "node:fs";
import { databaseQueries } from "../../../components/observability/database-queries.ts";
import { releaseLabel, requestDuration } from "../../../components/observability/request-metrics.ts";
import type { Metric } from "../../../model/metric.ts";
import { systems } from "../../../systems/all.ts";
import { type Exporter, histogramSeries } from "./catalogued-metric.ts";
import { podTarget } from "./cluster-exporters.ts";

/** What the exporter of each Postgres is told to ask, by the declaration of its queries. */
const ofQueries = (usage: "GAUGE" | "COUNTER"): Exporter["gauges"] =>
  Object.fromEntries(
    Object.entries(databaseQueries).flatMap(([query, { columns }]) => {
      const labels = Object.entries(columns).flatMap(([name, column]) =>
        column.usage === "LABEL" ? [name] : [],
      );
      return Object.entries(columns).flatMap(([name, column]) =>
        column.usage === usage ? [[`cnpg_${query}_${name}`, labels]] : [],
      );
    }),
  );

export const databaseWatch: Exporter = {
  name: "queries that CloudNativePG is given",
  documentation: "components/observability/database-queries.ts",
  target: podTarget,
  counters: ofQueries("COUNTER"),
  gauges: ofQueries("GAUGE"),
};

const exposition = "images/backup/exposition/exposition.go";

/** What the program tells that looks into buckets, by its source. */
const backupGauges = (): Exporter["gauges"] =>
  Object.fromEntries(
    [
      ...readFileSync(new URL(`../../../${exposition}`, import.meta.url), "utf8").matchAll(
        /families\.add\("([a-z_]+)", "gauge"/g,
      ),
    ].map(([, name = ""]) => [
      `slipway_backup_${name}`,
      ["source", ...(name.startsWith("run_") ? ["run"] : [])],
    ]),
  );

export const backups: Exporter = {
  name: "the image backup",
  documentation: exposition,
  target: podTarget,
  counters: {},
  gauges: backupGauges(),
};

/** Every declared metric of every system's programs: those of one name are the same in all systems. */
const declared: readonly Metric[] = [
  ...new Map(systems.flatMap(({ metrics }) => metrics).map((metric) => [metric.name, metric])).values(),
];

const ofKind = (...kinds: readonly Metric["kind"][]): Exporter["gauges"] =>
  Object.assign(
    {},
    ...declared.map((metric) =>
      !kinds.includes(metric.kind)
        ? {}
        : metric.kind === "histogram"
          ? histogramSeries(metric.name, metric.labels)
          : { [metric.name]: metric.labels },
    ),
  ) as Exporter["gauges"];

/** The label of the release comes from the monitor, which takes it from the pod. */
export const programs: Exporter = {
  name: "the systems' own programs",
  documentation: "systems/, by their metrics; docs/applications.md for those of requests",
  target: [...podTarget, releaseLabel],
  counters: {
    ...histogramSeries(requestDuration, ["method", "path", "status"]),
    ...ofKind("counter", "histogram"),
  },
  gauges: ofKind("gauge"),
};
