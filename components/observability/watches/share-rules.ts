import { minutes } from "../../../model/quantities/duration.ts";
import type { ErrorRateWatch, PaymentWatch } from "../../../model/watch.ts";
import { type Counter, inLines, where } from "../counter.ts";
import { availabilityOf } from "../service-level-indicators.ts";
import { fewestBadRequests } from "../service-levels/service-level-alerts.ts";
import { type EventSums, eventRecords, eventSums } from "./watch-events.ts";
import { recordedValue, type WatchLine } from "./watch-line.ts";
import { aboutWatch, type WatchRules } from "./watch-rules.ts";
import { shownCounter } from "./watch-series.ts";
import type { WatchedPart } from "./watched-part.ts";

/** How far back requests are looked at. */
const lately = minutes(5);

const share = ({ all, bad }: EventSums): string => inLines(bad, `/ (${all} > 0)`);

function shareLine({ name, target, alert }: ErrorRateWatch | PaymentWatch, sums: EventSums): WatchLine {
  const parts = 1_000_000;
  return {
    name,
    title: `share of ${name} that failed`,
    unit: "share",
    value: share(sums),
    target: target.partsPerMillion / parts,
    alert: alert.partsPerMillion / parts,
  };
}

/** The share of requests that a service answers with a failure of its own (SLO-12). */
export function errorRateRules(watch: ErrorRateWatch, at: WatchedPart, requests: Counter): WatchRules {
  const { name, target, alert, severity } = watch;
  const sums = eventSums(at, name, lately);
  const line = shareLine(watch, sums);
  return {
    counts: eventRecords(at, name, availabilityOf(requests)),
    lines: [line],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "RequestsFailing",
        when: inLines(
          `${recordedValue(at, name)} > ${line.alert}`,
          `and ${sums.bad} >= ${fewestBadRequests[severity]}`,
        ),
        for: minutes(5),
        summary: `${at.part} fails {{ $value | humanizePercentage }} of its requests`,
        description: `In ${lately}. It should be below ${target}, and nobody is told up to ${alert}.`,
      },
    ],
  };
}

/** The share of payments that failed for another reason than the customer's (SLO-30). */
export function paymentRules(watch: PaymentWatch, at: WatchedPart): WatchRules {
  const { name, metric, failed, target, alert, atLeast, over } = watch;
  const all = shownCounter(at, metric);
  const sums = eventSums(at, name, over);
  const line = shareLine(watch, sums);
  return {
    counts: eventRecords(at, name, { total: all, bad: where(all, `${failed.label}="${failed.value}"`) }),
    lines: [line],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "PaymentsFailing",
        when: inLines(`${recordedValue(at, name)} > ${line.alert}`, `and ${sums.bad} >= ${atLeast}`),
        for: minutes(0),
        summary: `{{ $value | humanizePercentage }} of payments fail`,
        description: `At least ${atLeast} in ${over}, and more than ${alert}; it should be below ${target}. What a customer's bank declines is not among them.`,
      },
    ],
  };
}
