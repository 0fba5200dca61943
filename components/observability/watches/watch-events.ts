import { type Duration, minutes } from "../../../model/quantities/duration.ts";
import type { RecordingRule } from "../alert-rule-spec.ts";
import { type Counter, inLines, observedGrowth, selectorOf } from "../counter.ts";
import { lineLabels } from "./watch-line.ts";
import type { WatchedPart } from "./watched-part.ts";

/** How often events are counted. The counts of all minutes together are those of any window, and miss no first failure. */
export const countedEach: Duration = minutes(1);

const events = `watch:events:increase${countedEach}`;
const badEvents = `watch:bad_events:increase${countedEach}`;

/** Events that are counted by two counters: of all, and of the bad ones or the good ones. */
export type Counted =
  { readonly total: Counter; readonly bad: Counter } | { readonly total: Counter; readonly good: Counter };

/** Sums over a window, in PromQL: of all events, and of the bad ones. */
export interface EventSums {
  readonly all: string;
  readonly bad: string;
}

const recorded =
  (metric: string) =>
  ({ namespace, part }: WatchedPart, name: string): string =>
    selectorOf({ metric, matchers: [`watch="${name}"`, `namespace="${namespace}"`, `part="${part}"`] });

/** The events of a minute, in PromQL. There is none as long as nothing shows the counter. */
export const recordedEvents = recorded(events);

const recordedBadEvents = recorded(badEvents);

/** The events of a window up to now. */
export const eventSums = (at: WatchedPart, name: string, over: Duration): EventSums => ({
  all: `sum_over_time(${recordedEvents(at, name)}[${over}])`,
  bad: `sum_over_time(${recordedBadEvents(at, name)}[${over}])`,
});

/** What is counted each minute. */
export function eventRecords(at: WatchedPart, name: string, counted: Counted): readonly RecordingRule[] {
  const labels = lineLabels(at, name);
  const all = observedGrowth(counted.total, countedEach);
  return [
    { record: events, expr: all, labels },
    {
      record: badEvents,
      // No series of failures means none. No series of quick ones means that the bound is none of the histogram's.
      expr:
        "good" in counted
          ? inLines(`(${all})`, `- (${observedGrowth(counted.good, countedEach)})`)
          : inLines(`(${observedGrowth(counted.bad, countedEach)})`, `or (0 * ${all})`),
      labels,
    },
  ];
}
