import type { GaugeMetric, HistogramMetric } from "../../../model/metric.ts";
import type { Duration } from "../../../model/quantities/duration.ts";
import { type Counter, selectorOf, where } from "../counter.ts";
import { boundMatcher, type MeasuredService } from "../service-level-indicators.ts";

/** What a histogram that a program shows has counted: all of it, and what kept a bound. */
export interface TimedWork {
  readonly total: Counter;
  readonly good: Counter;
}

const targetOf = ({ namespace, name }: MeasuredService): readonly string[] => [
  `namespace="${namespace}"`,
  `job="${name}"`,
];

/** The work that a service tells the time of by itself, and what of it kept a bound. */
export function timedWork(
  measured: MeasuredService,
  { name, labels }: HistogramMetric,
  within: Duration,
): TimedWork {
  const target = targetOf(measured);
  const total = { metric: `${name}_count`, matchers: target, labels, targets: target };
  return { total, good: { ...where(total, boundMatcher(within)), metric: `${name}_bucket` } };
}

/** What a service's gauge shows, in PromQL. */
export const shownBy = (measured: MeasuredService, { name }: GaugeMetric): string =>
  selectorOf({ metric: name, matchers: targetOf(measured) });
