import { minutes } from "../../../model/quantities/duration.ts";
import type { OperationLatencyWatch, RequestLatencyWatch } from "../../../model/watch.ts";
import { inLines, selectorOf } from "../counter.ts";
import { fewestBadRequests } from "../service-levels/service-level-alerts.ts";
import { eventRecords, eventSums } from "./watch-events.ts";
import { recordedValue } from "./watch-line.ts";
import { aboutWatch, type WatchRules } from "./watch-rules.ts";
import { type Timed, within } from "./watch-series.ts";
import type { WatchedPart } from "./watched-part.ts";

/**
 * A quantile of durations (SLO-11, SLO-15). Whether it is beyond its bound is told by counting those that took longer, which is exact; the quantile
 * itself is estimated between two bounds, for people to read.
 */
export function latencyRules(
  watch: RequestLatencyWatch | OperationLatencyWatch,
  at: WatchedPart,
  timed: Timed,
): WatchRules {
  const { name, quantile, target, alert, over, severity } = watch;
  const value = recordedValue(at, name);
  const { all, bad } = eventSums(at, name, over);
  const percentile = `P${quantile.percent}`;
  const rest = quantile.remainder.partsPerMillion / 1_000_000;
  return {
    counts: eventRecords(at, name, { total: timed.all, good: within(timed, alert) }),
    lines: [
      {
        name,
        title: `${percentile} of ${timed.name}`,
        unit: "seconds",
        value: quantileOf(timed, watch),
        target: target.milliseconds / 1000,
        alert: alert.milliseconds / 1000,
      },
    ],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: watch.kind === "request-latency" ? "RequestsSlow" : "OperationSlow",
        when: inLines(value, `and ${bad} > ${rest} * ${all}`, `and ${bad} >= ${fewestBadRequests[severity]}`),
        for: minutes(5),
        summary: `${at.part}: ${percentile} of ${name} is {{ $value | humanizeDuration }}`,
        description: `More than ${quantile.remainder} took longer than ${alert} in ${over}, by ${timed.name}. It should be ${target}.`,
      },
    ],
  };
}

/** The quantile of durations, in PromQL. There is none without any of them. */
export const quantileOf = (
  { name, all }: Timed,
  { quantile, over }: Pick<OperationLatencyWatch, "quantile" | "over">,
): string => {
  const buckets = selectorOf({ metric: `${name}_bucket`, matchers: all.matchers });
  return `histogram_quantile(${quantile.partsPerMillion / 1_000_000}, sum by (le) (rate(${buckets}[${over}]))) >= 0`;
};
