import type { HistogramMetric, Metric } from "../../../model/metric.ts";
import type { Duration } from "../../../model/quantities/duration.ts";
import { type Counter, exactly, selectorOf, where } from "../counter.ts";
import { answeredRequests, boundMatcher } from "../service-level-indicators.ts";
import type { WatchedPart } from "./watched-part.ts";

/** The conditions on labels of what the services of a part show. */
const shownBy = ({ namespace, services }: WatchedPart): readonly string[] => [
  `namespace="${namespace}"`,
  `job=~"${[...services.keys()].map(exactly).join("|")}"`,
];

/** Answers for each of their pods that Prometheus reaches, or reached at the time of the modifier. */
export const reached = (at: WatchedPart, modifier = ""): string =>
  `${selectorOf({ metric: "up", matchers: shownBy(at) })} ${modifier} == 1`.replace("  ", " ");

/** The series of a metric that programs show, in PromQL, with further conditions. */
export const shown = (at: WatchedPart, metric: Pick<Metric, "name">, ...more: readonly string[]): string =>
  selectorOf({ metric: metric.name, matchers: [...shownBy(at), ...more] });

/** A counter that programs show. */
export const shownCounter = (
  at: WatchedPart,
  { name, labels }: Pick<Metric, "name" | "labels">,
  ...more: readonly string[]
): Counter => ({ metric: name, matchers: [...shownBy(at), ...more], labels, targets: shownBy(at) });

/** Durations that a histogram counts. */
export interface Timed {
  /** Its name, without an ending. */
  readonly name: string;
  /** All that were counted. */
  readonly all: Counter;
}

/** What a histogram of a program counts. */
export const timedBy = (at: WatchedPart, metric: HistogramMetric): Timed => ({
  name: metric.name,
  all: { ...shownCounter(at, metric), metric: `${metric.name}_count` },
});

/** The requests that a part's HTTP services answer, without probes and scrapes. */
export const requestsAt = ({ namespace, services }: WatchedPart): readonly Timed[] =>
  [...services].flatMap(([name, service]) => {
    if (service.kind !== "http-service") return [];
    const all = answeredRequests({ namespace, name }, service);
    return [{ name: all.metric.replace(/_count$/, ""), all }];
  });

/** Those that took no longer than a bound. */
export const within = ({ name, all }: Timed, bound: Duration): Counter => ({
  ...where(all, boundMatcher(bound)),
  metric: `${name}_bucket`,
});
