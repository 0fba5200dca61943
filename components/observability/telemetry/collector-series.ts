import { type Duration, hours, minutes } from "../../../model/quantities/duration.ts";
import { inLines, observedGrowth } from "../counter.ts";
import { type SeriesOf, seriesOf } from "../monitored-series.ts";
import { sparseGrowth } from "../sparse-growth.ts";
import { collectorPart } from "./collector-part.ts";
import { countedFor, countedLines, countedPersonalLines } from "./line-counts.ts";
import { structured, writer } from "./log-processors.ts";

/** What collectors carry, as they count it. */
export const signals = ["spans", "log_records"] as const;

/** One of {@link signals}. */
export type Signal = (typeof signals)[number];

/** How collectors lose something: nobody takes it, or there is no room left to keep it. */
export const losses = ["send_failed", "enqueue_failed"] as const;

/** Over how long losses are counted. */
export const lossWindow = minutes(15);

/** Over how long log lines are counted. */
export const lineWindow = hours(1);

/** The share of a queue at which something behind it has been away for minutes. */
export const halfQueue = 0.5;

/** More than this share of a program's log lines is more than a library's greeting at the start. */
export const unstructuredShare = 0.01;

/** More than so many of a program's log lines that held something personal are a violation: it owes none. */
export const personalLinesBound = 0;

/** A name of OpenTelemetry as Prometheus has it. */
const label = (name: string): string => name.replaceAll(".", "_");

/** The series of a system's collectors. */
export const collectorSeries = (namespace: string): SeriesOf => seriesOf(namespace, collectorPart.name);

/** What collectors took of a signal, as a counter. */
export const taken = (namespace: string, signal: Signal): string =>
  collectorSeries(namespace)(`otelcol_receiver_accepted_${signal}`);

/** What they handed on of it. */
export const handedOn = (namespace: string, signal: Signal): string =>
  collectorSeries(namespace)(`otelcol_exporter_sent_${signal}`);

/** How much of it was lost in {@link lossWindow} in one way, in PromQL. A counter of losses is not there before the first one, which must be seen too. */
export const lost = (namespace: string, how: (typeof losses)[number], signal: Signal): string =>
  grown(namespace, `otelcol_exporter_${how}_${signal}`, ["exporter"], lossWindow);

/** How much of it was turned away in a span, in PromQL. Lines that the store did not take are among these, and the agent has kept them. */
export const refused = (namespace: string, signal: Signal, span: Duration): string =>
  grown(namespace, `otelcol_receiver_refused_${signal}`, ["receiver", "transport"], span);

function grown(namespace: string, metric: string, labels: readonly string[], span: Duration): string {
  const matchers = [`job="${namespace}/${collectorPart.name}"`];
  return observedGrowth({ metric, matchers, labels, targets: matchers }, span);
}

/** The shares of their queues that are full, in PromQL, by collector and exporter. */
export function queueShares(namespace: string): string {
  const series = collectorSeries(namespace);
  return `${series("otelcol_exporter_queue_size")} / ${series("otelcol_exporter_queue_capacity")}`;
}

/** The log lines of a program in {@link lineWindow}, and those that are not structured among them, in PromQL. */
export function logLines(namespace: string, program: string): { readonly all: string; readonly bad: string } {
  const lines = (...more: readonly string[]): string =>
    `sum(increase(${collectorSeries(namespace)(countedLines, `${label(writer)}="${program}"`, ...more)}[${lineWindow}]))`;
  return { all: lines(), bad: lines(`${label(structured)}="false"`) };
}

/** Their share among all, in PromQL. */
export const unstructuredShareOf = (namespace: string, program: string): string => {
  const { all, bad } = logLines(namespace, program);
  return inLines(bad, `/ (${all} > 0)`);
};

/**
 * The log lines of a program in {@link lineWindow} from which something personal was taken out, in PromQL. The first one counts, also of a
 * collector that is new or has begun anew.
 */
export function personalLines(namespace: string, program: string): string {
  const targets = [`job="${namespace}/${collectorPart.name}"`];
  const matchers = [...targets, `${label(writer)}="${program}"`];
  return sparseGrowth({ metric: countedPersonalLines, matchers, targets, keptFor: countedFor }, lineWindow);
}
