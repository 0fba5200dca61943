/** A series from the past: what it was, at even steps up to now. */
export interface PastSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds from one value to the next. */
  readonly step: number;
  /** How many there are. */
  readonly steps: number;
  /** @param index From 0, the oldest. */
  readonly value: (index: number) => number;
}

/**
 * Series in the text that promtool makes blocks from.
 * @param now The time of the last values, in seconds since 1970.
 */
export function openMetrics(series: readonly PastSeries[], now: number): string {
  const lines = [...Map.groupBy(series, ({ metric }) => metric)].flatMap(([metric, ofMetric]) => [
    `# TYPE ${metric} unknown`,
    ...ofMetric.flatMap((each) => samplesOf(each, now)),
  ]);
  return [...lines, "# EOF", ""].join("\n");
}

function samplesOf({ metric, labels, step, steps, value }: PastSeries, now: number): string[] {
  const selected = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return Array.from(
    { length: steps },
    (_, index) => `${metric}{${selected.join(",")}} ${value(index)} ${now - (steps - 1 - index) * step}`,
  );
}
