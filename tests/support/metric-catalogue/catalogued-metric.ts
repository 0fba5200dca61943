/** A metric that a panel or a rule may name. */
export interface CataloguedMetric {
  readonly name: string;
  readonly kind: "counter" | "gauge";
  /** The labels that its series can have, those of the target among them. */
  readonly labels: readonly string[];
  /** What shows it. */
  readonly by: string;
}

/** A program that shows metrics, and where it says so. */
export interface Exporter {
  /** With the release whose documentation or source was read. */
  readonly name: string;
  readonly documentation: string;
  /** The labels that Prometheus gives to all series of a target of it. */
  readonly target: readonly string[];
  readonly counters: Readonly<Record<string, readonly string[]>>;
  readonly gauges: Readonly<Record<string, readonly string[]>>;
}

const ofKind = (
  kind: CataloguedMetric["kind"],
  { name: by, target }: Exporter,
  metrics: Exporter["counters"],
): CataloguedMetric[] =>
  Object.entries(metrics).map(([name, labels]) => ({ name, kind, labels: [...target, ...labels], by }));

/** The metrics of an exporter. */
export const metricsShown = (exporter: Exporter): readonly CataloguedMetric[] => [
  ...ofKind("counter", exporter, exporter.counters),
  ...ofKind("gauge", exporter, exporter.gauges),
];

/** The series that a histogram consists of. */
export const histogramSeries = (
  name: string,
  labels: readonly string[],
): Readonly<Record<string, readonly string[]>> => ({
  [`${name}_bucket`]: [...labels, "le"],
  [`${name}_count`]: labels,
  [`${name}_sum`]: labels,
});
