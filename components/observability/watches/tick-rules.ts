import { type Duration, minutes } from "../../../model/quantities/duration.ts";
import type { TickWatch } from "../../../model/watch.ts";
import { inLines } from "../counter.ts";
import { recordedValue } from "./watch-line.ts";
import { aboutWatch, type WatchRules } from "./watch-rules.ts";
import { shown } from "./watch-series.ts";
import type { WatchedPart } from "./watched-part.ts";

/** Prometheus asks four times a minute, so in less it would see too few ticks to tell that some are missing. */
const shortestLook = minutes(1);

/** How far back ticks are counted: four times the span of those that may be missed. */
export function tickSpan({ every, alert }: Pick<TickWatch, "every" | "alert">): Duration {
  const span = every.times(4 * alert);
  return shortestLook.exceeds(span) ? shortestLook : span;
}

/**
 * Work that is due again and again (SLO-13). A process that runs and misses some is told of at once; one that is being replaced is not, as long
 * as another ticks soon (CF-30).
 */
export function tickRules(watch: TickWatch, at: WatchedPart): WatchRules {
  const { name, metric, every, alert, stopped } = watch;
  const count = { name: `${metric.name}_count` };
  const span = tickSpan(watch);
  const due = Math.floor(span.wholeSeconds / every.wholeSeconds);
  const ticks = `max by (job, instance, pod) (${shown(at, count)})`;
  const then = `max by (job, instance, pod) (${shown(at, count)} offset ${span})`;
  const value = recordedValue(at, name);
  return {
    counts: [],
    lines: [
      {
        name,
        title: `ticks that ${at.part} missed in ${span}`,
        unit: "count",
        // A process that has begun anew since has nothing to be held against yet.
        value: inLines(`clamp_min(${due} - max(`, `  ${ticks}`, `  - (${then} <= ${ticks})`, "), 0)"),
        target: 0,
        alert,
      },
    ],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "TicksMissed",
        when: `${value} >= ${alert}`,
        for: minutes(0),
        summary: `${at.part} missed {{ $value }} ticks in ${span}`,
        description: `One is due each ${every}, so ${due} were, by ${metric.name}. ${alert} missed ones are too many.`,
      },
      {
        ...aboutWatch(watch, at),
        name: "TicksStopped",
        severity: "page",
        when: `(sum(changes(${shown(at, count)}[${stopped}])) or vector(0)) == 0`,
        for: minutes(1),
        summary: `${at.part} does not tick any more`,
        description: `For ${stopped} there was no tick, and one is due each ${every}. What users gave it to do is not done.`,
      },
    ],
  };
}
