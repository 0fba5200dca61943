import type { Metric } from "../../../model/metric.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { type Watch, watchedMetrics } from "../../../model/watch.ts";
import type { Alert } from "../alert.ts";
import { inLines, selectorOf, where } from "../counter.ts";
import { recordedEvents } from "./watch-events.ts";
import { aboutWatch } from "./watch-rules.ts";
import { reached, requestsAt, shown, type Timed, timedBy, within } from "./watch-series.ts";
import type { PlacedWatch, WatchedPart } from "./watched-part.ts";

/** After so long without one event, it is more likely that nobody counts them. */
const silence = "7d";

/** Whether what a watch goes by is told at all, while the service runs that should tell. Otherwise its alerts would be silent for ever. */
export function unknownAlert({ watch, at }: PlacedWatch): Alert {
  const metrics = watchedMetrics(watch);
  const reasons = [
    ...(metrics.length === 0
      ? [lacksEvents(at, watch.name)]
      : metrics.map((metric) => lacksMetric(at, metric))),
    ...lacksBounds(watch, at),
  ];
  return {
    ...aboutWatch(watch, at),
    name: "WatchUnknown",
    severity: "ticket",
    when: reasons.map((reason) => inLines("(", reason, ")")).join("\nor "),
    for: hours(1),
    summary: `{{ $labels.job }}: nobody knows what ${watch.name} is`,
    description: `The service is asked, and does not show what the watch goes by, or not by the bounds that are watched.`,
  };
}

const asked = (at: WatchedPart): string => `count by (job) (${reached(at)})`;

/** Answers for services that are reached now, and were when the silence began. */
const askedForLong = (at: WatchedPart): string =>
  `${asked(at)} and on (job) count by (job) (${reached(at, `offset ${silence}`)})`;

/**
 * A number and a plain counter are there from a program's start; a series with labels is there once it had its first event, so it may be missing for as
 * long as nothing happens.
 */
function lacksMetric(at: WatchedPart, metric: Metric): string {
  const series = metric.kind === "histogram" ? { name: `${metric.name}_count` } : metric;
  return metric.kind !== "gauge" && metric.labels.length > 0
    ? inLines(
        askedForLong(at),
        `unless on (job) count by (job) (present_over_time(${shown(at, series)}[${silence}]))`,
      )
    : `${asked(at)} unless on (job) count by (job) (${shown(at, series)})`;
}

/** Requests are too many series to look back on; what was counted of them is one. */
const lacksEvents = (at: WatchedPart, name: string): string =>
  inLines(askedForLong(at), `unless on () present_over_time(${recordedEvents(at, name)}[${silence}])`);

/** A bound that a histogram does not have has counted nothing. Answers while there is something to count. */
const lacksBound = (timed: Timed, bound: Parameters<typeof within>[1]): string =>
  `count by (job) (${selectorOf(timed.all)}) unless on (job) count by (job) (${selectorOf(within(timed, bound))})`;

function lacksBounds(watch: Watch, at: WatchedPart): readonly string[] {
  switch (watch.kind) {
    case "request-latency":
      return requestsAt(at).flatMap((timed) => [
        lacksBound(timed, watch.target),
        lacksBound(timed, watch.alert),
      ]);
    case "error-rate":
      return requestsAt(at).map(({ all }) => `count by (job) (${selectorOf(where(all, 'status=""'))})`);
    case "operation-latency": {
      const timed = timedBy(at, watch.metric);
      return [lacksBound(timed, watch.target), lacksBound(timed, watch.alert)];
    }
    case "queue":
      return watch.goal ? [lacksBound(timedBy(at, watch.goal.metric), watch.goal.within)] : [];
    case "ticks":
    case "pool":
    case "daily-limit":
    case "cost":
    case "payments":
      return [];
  }
}
