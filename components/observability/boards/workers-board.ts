import type { Metric } from "../../../model/metric.ts";
import type { Singleton, Worker } from "../../../model/workload.ts";
import { selectorOf } from "../counter.ts";
import type { Board, Panel } from "./board.ts";
import { metricPanel } from "./metric-panels.ts";

/** A process that finds its work itself. */
export interface ShownWorker {
  readonly name: string;
  readonly worker: Worker | Singleton;
}

/** What waits to be done, how late it is done, and whether those who do it run (OBS-18, OBS-19). */
export const workersBoard = (
  namespace: string,
  workers: readonly ShownWorker[],
  metrics: readonly Metric[],
): Board => ({
  name: "workers",
  about:
    "Processes that nobody sends requests to: what waits for them, how late they are, and whether they run.",
  rows:
    workers.length === 0
      ? []
      : [
          {
            title: "Queues and delays",
            panels: metrics
              .filter(({ about, by }) => about === "work" && by.some((name) => isOneOf(workers, name)))
              .map((metric) => metricPanel(namespace, metric)),
          },
          {
            title: "Processes",
            panels: [runningPanel(namespace, workers), restartPanel(namespace, workers)],
          },
        ].filter(({ panels }) => panels.length > 0),
});

const isOneOf = (workers: readonly ShownWorker[], service: string): boolean =>
  workers.some(({ name }) => name === service);

const ofWorkers = (namespace: string, workers: readonly ShownWorker[]): readonly string[] => [
  `namespace="${namespace}"`,
  `container=~"${workers.map(({ name }) => name).join("|")}"`,
];

const runningPanel = (namespace: string, workers: readonly ShownWorker[]): Panel => ({
  kind: "lines",
  title: "Pods that are ready",
  description: "Ready means that a tick of the process's own loop is not long ago.",
  unit: "short",
  queries: [
    {
      expr: `sum by (container) (${selectorOf({ metric: "kube_pod_container_status_ready", matchers: ofWorkers(namespace, workers) })})`,
      legend: "{{container}}",
    },
  ],
  alerts: { names: ["ServiceDown"], parts: workers.map(({ name }) => name) },
  width: 12,
});

const restartPanel = (namespace: string, workers: readonly ShownWorker[]): Panel => ({
  kind: "lines",
  title: "Restarts in an hour",
  description: "A process whose loop stands still is started again.",
  unit: "short",
  queries: [
    {
      expr: `sum by (container) (increase(${selectorOf({
        metric: "kube_pod_container_status_restarts_total",
        matchers: ofWorkers(namespace, workers),
      })}[1h]))`,
      legend: "{{container}}",
    },
  ],
  bounds: [...new Set(workers.map(({ worker }) => worker.restartsBeforeAlert))].map((at) => ({
    at,
    is: "ticket",
  })),
  width: 12,
});
