import type { CounterMetric, Metric } from "../../../model/metric.ts";
import { selectorOf } from "../counter.ts";
import type { Board, Panel, Row } from "./board.ts";
import { metricPanel, shownSeries } from "./metric-panels.ts";
import { rate } from "./rates.ts";
import { type ShownWatch, watchPanels } from "./watch-list-board.ts";

/** What language models take against what they may, and what the cluster sets aside (CST-03, DSH-08). */
export const costBoard = (
  namespace: string,
  metrics: readonly Metric[],
  watches: readonly ShownWatch[],
): Board => ({
  name: "cost",
  about:
    "What is spent on language models, and how much of what the cluster sets aside is used. What the cloud charges for it, its own invoice says.",
  rows: [
    ...budgetRows(watches),
    ...modelRows(
      namespace,
      metrics.filter(({ about }) => about === "models"),
    ),
    { title: "The cluster", panels: [setAsidePanel(namespace, "cpu"), setAsidePanel(namespace, "memory")] },
  ],
});

/** What is spent, with the line of what may be. */
function budgetRows(watches: readonly ShownWatch[]): readonly Row[] {
  const spending = watches.filter(({ watch: { kind } }) => kind === "cost" || kind === "daily-limit");
  return spending.length === 0
    ? []
    : [{ title: "Spent, and what may be", panels: spending.flatMap(watchPanels) }];
}

function modelRows(namespace: string, metrics: readonly Metric[]): readonly Row[] {
  const counters = metrics.filter((metric) => metric.kind === "counter");
  if (metrics.length === 0) return [];
  return [
    {
      title: "Language models",
      panels: [
        ...counters.map((metric) => spentPanel(namespace, metric, "1d", "in a day")),
        ...counters.map((metric) => spentPanel(namespace, metric, "30d", "in 30 days")),
        ...metrics.map((metric) => metricPanel(namespace, metric)),
      ],
    },
  ];
}

function spentPanel(namespace: string, metric: CounterMetric, span: string, words: string): Panel {
  const { title, description, unit } = metricPanel(namespace, metric);
  return {
    kind: "number",
    title: title.replace("in an hour", words),
    description,
    unit,
    queries: [{ expr: `sum(increase(${shownSeries(namespace, metric)}[${span}]))`, legend: words }],
    width: 6,
  };
}

const drawn = {
  cpu: {
    title: "CPU set aside and used",
    unit: "short",
    metric: "container_cpu_usage_seconds_total",
    words: "Cores",
  },
  memory: {
    title: "Memory set aside and used",
    unit: "bytes",
    metric: "container_memory_working_set_bytes",
    words: "Bytes",
  },
} as const;

/** Nodes are paid for by what pods set aside on them. */
function setAsidePanel(namespace: string, resource: "cpu" | "memory"): Panel {
  const { title, unit, metric, words } = drawn[resource];
  const of = (name: string, ...matchers: readonly string[]): string =>
    selectorOf({ metric: name, matchers: [`namespace="${namespace}"`, ...matchers] });
  const used = of(metric, 'container!=""');
  return {
    kind: "lines",
    title,
    description: `${words} that all pods of the system request, which nodes are bought for, and that they use.`,
    unit,
    queries: [
      {
        expr: `sum(${of("kube_pod_container_resource_requests", `resource="${resource}"`)})`,
        legend: "set aside",
      },
      { expr: `sum(${resource === "cpu" ? rate(used) : used})`, legend: "used" },
    ],
    width: 12,
  };
}
