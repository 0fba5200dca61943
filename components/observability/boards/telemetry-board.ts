import { collectorPart } from "../telemetry/collector-part.ts";
import {
  collectorSeries,
  halfQueue,
  handedOn,
  lineWindow,
  losses,
  lossWindow,
  lost,
  personalLines,
  personalLinesBound,
  queueShares,
  signals,
  taken,
  unstructuredShare,
  unstructuredShareOf,
} from "../telemetry/collector-series.ts";
import type { Board, Panel } from "./board.ts";
import { rate } from "./rates.ts";

/** A system whose traces and log lines go through collectors. */
export interface ShownTelemetry {
  readonly namespace: string;
  /** The programs whose log lines are looked at. */
  readonly writers: readonly string[];
}

/** Whether traces and log lines arrive where people look for them (OBS-08, OBS-13, POL-21). */
export const telemetryBoard = ({ namespace, writers }: ShownTelemetry): Board => ({
  name: "telemetry",
  about: "Whether traces and log lines arrive where people look for them. Users notice nothing of it.",
  rows: [
    {
      title: "Collectors",
      panels: [answeringPanel(namespace), queuePanel(namespace), lossPanel(namespace)],
    },
    {
      title: "What goes through them",
      panels: [takenPanel(namespace), sentPanel(namespace)],
    },
    {
      title: "What programs write",
      panels: [unstructuredPanel(namespace, writers), personalPanel(namespace, writers)],
    },
  ],
});

const inWords = (name: string): string => name.replaceAll("_", " ");

const answeringPanel = (namespace: string): Panel => ({
  kind: "lines",
  title: "Collectors that answer",
  description: "Those that Prometheus reaches, and those that it knows. Each is asked at two ports.",
  unit: "short",
  queries: [
    { expr: `sum(max by (pod) (${collectorSeries(namespace)("up")}))`, legend: "answer" },
    { expr: `count(max by (pod) (${collectorSeries(namespace)("up")}))`, legend: "known" },
  ],
  alerts: { names: ["TelemetryCollectorDown"], parts: [collectorPart.name] },
});

const queuePanel = (namespace: string): Panel => ({
  kind: "lines",
  title: "Queues",
  description:
    "How much of the room is taken for what can't be handed on at once. Once it is full, things are lost.",
  unit: "percentunit",
  queries: [{ expr: `max by (exporter) (${queueShares(namespace)})`, legend: "{{exporter}}" }],
  bounds: [{ at: halfQueue, is: "ticket" }],
  alerts: { names: ["TelemetryQueueFilling"] },
  most: 1,
});

const lossPanel = (namespace: string): Panel => ({
  kind: "lines",
  title: "Lost",
  description: `In ${lossWindow}, by whether nobody took them or there was no room left to keep them. None should be.`,
  unit: "short",
  queries: losses.flatMap((how) =>
    signals.map((signal) => ({
      expr: lost(namespace, how, signal),
      legend: `${inWords(signal)}: ${inWords(how)}`,
    })),
  ),
  bounds: [{ at: 0, is: "ticket" }],
  alerts: { names: ["TelemetryLost"] },
});

const takenPanel = (namespace: string): Panel => ({
  kind: "lines",
  title: "Taken in",
  description: "Spans of programs and log lines from the nodes' agents, a second.",
  unit: "ops",
  queries: signals.map((signal) => ({
    expr: `sum(${rate(taken(namespace, signal))})`,
    legend: inWords(signal),
  })),
  alerts: { names: ["LogLinesMissing"] },
});

const sentPanel = (namespace: string): Panel => ({
  kind: "lines",
  title: "Handed on",
  description: "A second. Of traces only some are kept, so fewer spans leave than came.",
  unit: "ops",
  queries: signals.map((signal) => ({
    expr: `sum(${rate(handedOn(namespace, signal))})`,
    legend: inWords(signal),
  })),
});

const unstructuredPanel = (namespace: string, writers: readonly string[]): Panel => ({
  kind: "lines",
  title: "Log lines that are not structured",
  description: `The share in ${lineWindow} that is not JSON with time, level and message.`,
  unit: "percentunit",
  queries: writers.map((name) => ({ expr: unstructuredShareOf(namespace, name), legend: name })),
  bounds: [{ at: unstructuredShare, is: "ticket" }],
  alerts: { names: ["LogsUnstructured"] },
});

const personalPanel = (namespace: string, writers: readonly string[]): Panel => ({
  kind: "lines",
  title: "Log lines with something personal",
  description: `How many in ${lineWindow} the collector took something personal out of, or what lets somebody in. None should be.`,
  unit: "short",
  queries: writers.map((name) => ({ expr: personalLines(namespace, name), legend: name })),
  bounds: [{ at: personalLinesBound, is: "ticket" }],
  alerts: { names: ["LogsPersonal"] },
});
