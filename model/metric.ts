import { metricsEndpoint } from "./metrics-endpoint.ts";
import type { Duration } from "./quantities/duration.ts";
import type { System } from "./system.ts";
import type { Workload } from "./workload.ts";

/**
 * Something that programs of a system count or measure of their own work, and show to Prometheus, beside what every HTTP service
 * shows of its requests (OBS-02, OBS-04). Objectives, watches and boards go by it.
 */
export type Metric = CounterMetric | GaugeMetric | HistogramMetric;

interface ShownMetric {
  /** What it is called in Prometheus, with its unit. */
  readonly name: string;
  /** What it tells, in a few words. */
  readonly meaning: string;
  /** The services that show it: HTTP services, and others that declare a port for metrics. */
  readonly by: readonly string[];
  /** What tells its series of one process apart. @default none */
  readonly labels: readonly string[];
  /** Which side of the system it tells of, and so which board it stands on. @default work */
  readonly about: MetricSubject;
}

/**
 * `business` is what the people ask who run one, `models` what language models take and cost, `pool` the connections that a
 * program holds to its database and what it asks by them, `pages` what browsers tell, `work` all else that a program does.
 */
export type MetricSubject = "business" | "models" | "pool" | "pages" | "work";

/** How often something happened, or how much of it there was, since the process began. Its name ends in `_total`. */
export interface CounterMetric extends ShownMetric {
  readonly kind: "counter";
}

/** How much of something there is now. */
export interface GaugeMetric extends ShownMetric {
  readonly kind: "gauge";
}

/** How long something took, or how late it was. Its name ends in `_seconds`. */
export interface HistogramMetric extends ShownMetric {
  readonly kind: "histogram";
  /** The bounds of its buckets, rising. An objective or a watch on it must be one of them. */
  readonly bounds: readonly Duration[];
}

type Given<M extends Metric> = Omit<M, "kind" | "labels" | "about"> & Partial<Pick<M, "labels" | "about">>;

const defaults = { labels: [], about: "work" } as const;

/** Declares a {@link CounterMetric}. */
export const counter = (given: Given<CounterMetric>): CounterMetric => ({
  kind: "counter",
  ...defaults,
  ...given,
});

/** Declares a {@link GaugeMetric}. */
export const gauge = (given: Given<GaugeMetric>): GaugeMetric => ({ kind: "gauge", ...defaults, ...given });

/** Declares a {@link HistogramMetric}. */
export const histogram = (given: Given<HistogramMetric>): HistogramMetric => ({
  kind: "histogram",
  ...defaults,
  ...given,
});

/** Whether a service has a port at which metrics are asked for. */
export const showsMetrics = (service: Workload): boolean => metricsEndpoint(service) !== undefined;

/** The metrics that a service shows of its own work. */
export const metricsOf = ({ metrics }: Pick<System, "metrics">, service: string): readonly Metric[] =>
  metrics.filter(({ by }) => by.includes(service));
