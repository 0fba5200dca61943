import type { CounterMetric, GaugeMetric, HistogramMetric, Metric } from "../../../model/metric.ts";
import { selectorOf } from "../counter.ts";
import type { Panel, PanelQuery, Unit } from "./board.ts";
import { quantilesOf, rate } from "./rates.ts";

/** The series of a metric, with further conditions: those of the processes that are said to show it. */
export const shownSeries = (
  namespace: string,
  { name, by }: Pick<Metric, "name" | "by">,
  ...matchers: readonly string[]
): string =>
  selectorOf({
    metric: name,
    matchers: [`namespace="${namespace}"`, `job=~"${by.join("|")}"`, ...matchers],
  });

/** What a declared metric looks like where nobody has said more than what it means. */
export function metricPanel(namespace: string, metric: Metric): Panel {
  const what = inWords(metric.name);
  const described = { description: sentence(metric.meaning) };
  switch (metric.kind) {
    case "counter":
      return {
        kind: "lines",
        title: `${what} in an hour`,
        ...described,
        ...counterQueries(namespace, metric),
      };
    case "gauge":
      return { kind: "lines", title: what, ...described, ...gaugeQueries(namespace, metric) };
    case "histogram":
      return { kind: "lines", title: what, ...described, unit: "s", queries: durationsOf(namespace, metric) };
  }
}

/** How long something takes that a program times by itself. */
export const durationsOf = (namespace: string, metric: HistogramMetric): readonly PanelQuery[] =>
  quantilesOf(shownSeries(namespace, { ...metric, name: `${metric.name}_bucket` }));

interface Drawn {
  readonly unit: Unit;
  readonly queries: readonly PanelQuery[];
}

const legendOf = (labels: readonly string[], otherwise: string): string =>
  labels.length === 0 ? otherwise : labels.map((label) => `{{${label}}}`).join(" ");

const byLabels = (labels: readonly string[]): string =>
  labels.length === 0 ? "" : ` by (${labels.join(", ")})`;

function counterQueries(namespace: string, metric: CounterMetric): Drawn {
  const { labels } = metric;
  const expr = `sum${byLabels(labels)} (increase(${shownSeries(namespace, metric)}[1h]))`;
  return { unit: unitOf(metric.name), queries: [{ expr, legend: legendOf(labels, "all") }] };
}

/** Each process tells of its own, so together they are the sum; of how old something is, the oldest counts. */
function gaugeQueries(namespace: string, metric: GaugeMetric): Drawn {
  const { labels, name } = metric;
  const aggregate = name.endsWith("_seconds") ? "max" : "sum";
  const expr = `${aggregate}${byLabels(labels)} (${shownSeries(namespace, metric)})`;
  return {
    unit: unitOf(name),
    queries: [{ expr, legend: legendOf(labels, aggregate === "max" ? "oldest" : "all") }],
  };
}

const unitOf = (name: string): Unit =>
  /_seconds(_total)?$/.test(name)
    ? "s"
    : /_bytes(_total)?$/.test(name)
      ? "bytes"
      : name.includes("_usd")
        ? "currencyUSD"
        : "short";

/** A name without its unit, in words: `mail queue oldest age`. */
const inWords = (name: string): string =>
  name.replace(/(_seconds|_bytes)?(_total)?$/, "").replaceAll("_", " ");

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** The growth of a counter a second, over all processes that show it. */
export const rateShown = (namespace: string, metric: CounterMetric, ...matchers: readonly string[]): string =>
  rate(shownSeries(namespace, metric, ...matchers));
