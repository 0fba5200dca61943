import type { CounterMetric, Metric } from "../../../model/metric.ts";
import type { Board, Panel } from "./board.ts";
import { metricPanel, shownSeries } from "./metric-panels.ts";

const about = "What the people ask who run the business: who comes, who stays, what is used, what is taken.";

/** What a system's programs tell of the business that it is for (OBS-04, OBS-05, DSH-07). */
export function businessBoard(namespace: string, metrics: readonly Metric[]): Board {
  const shown = metrics.filter((metric) => metric.about === "business");
  const counted = shown.filter((metric) => metric.kind === "counter");
  return {
    name: "business",
    about,
    rows: [
      { title: "Over a day", panels: counted.map((metric) => dayPanel(namespace, metric)) },
      { title: "Over time", panels: shown.map((metric) => metricPanel(namespace, metric)) },
    ].filter(({ panels }) => panels.length > 0),
  };
}

const dayPanel = (namespace: string, metric: CounterMetric): Panel => {
  const { title, description, unit } = metricPanel(namespace, metric);
  return {
    kind: "number",
    title: title.replace("in an hour", "in a day"),
    description,
    unit,
    queries: [{ expr: `sum(increase(${shownSeries(namespace, metric)}[1d]))`, legend: "24 hours" }],
    width: 6,
  };
};
