import type { Duration } from "../../../model/quantities/duration.ts";
import type { RecordingRule } from "../alert-rule-spec.ts";
import { type Counter, inLines, observedGrowth, selectorOf } from "../counter.ts";
import { countedEach } from "./watch-events.ts";
import { lineLabels } from "./watch-line.ts";
import type { WatchedPart } from "./watched-part.ts";

const spent = `watch:spent:increase${countedEach}`;

/**
 * Every other day has the same name. PromQL can't look back to midnight; but of the last 24 hours, the minutes of a day that is called as today are
 * today's.
 */
const dayNames = ["even", "odd"] as const;

/** Answers on days of this name, by UTC. */
const onDay = (name: (typeof dayNames)[number]): string =>
  `(floor(vector(time() / 86400)) % 2 == ${dayNames.indexOf(name)})`;

const recordedSpend = ({ namespace, part }: WatchedPart, name: string, ...more: readonly string[]): string =>
  selectorOf({
    metric: spent,
    matchers: [`watch="${name}"`, `namespace="${namespace}"`, `part="${part}"`, ...more],
  });

/** What is spent in each minute. A counter that begins anew, or is seen for the first time, has spent nothing by that. */
export const spendRecords = (at: WatchedPart, name: string, counter: Counter): readonly RecordingRule[] =>
  dayNames.map((day) => ({
    record: spent,
    expr: inLines(observedGrowth(counter, countedEach), `and on () ${onDay(day)}`),
    labels: { ...lineLabels(at, name), day },
  }));

/** What was spent since midnight, in PromQL. */
export const spentToday = (at: WatchedPart, name: string): string =>
  dayNames
    .map(
      (day) => `(sum(sum_over_time(${recordedSpend(at, name, `day="${day}"`)}[1d])) and on () ${onDay(day)})`,
    )
    .join("\nor ");

/** What was spent within a span, in PromQL. */
export const spentIn = (at: WatchedPart, name: string, span: Duration): string =>
  `sum(sum_over_time(${recordedSpend(at, name)}[${span}]))`;
