import { minutes } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import type { PoolWatch, QueueWatch } from "../../../model/watch.ts";
import { inLines } from "../counter.ts";
import { quantileOf } from "./latency-rules.ts";
import { recordedValue, type WatchLine } from "./watch-line.ts";
import { aboutWatch, type WatchRules } from "./watch-rules.ts";
import { shown, timedBy } from "./watch-series.ts";
import type { WatchedPart } from "./watched-part.ts";

/** A goal is about nearly all jobs of a quarter of an hour. */
const goalOf = { quantile: percent(95), over: minutes(15) };

/** How many jobs wait (SLO-14, OBS-18). */
export function queueRules(watch: QueueWatch, at: WatchedPart): WatchRules {
  const { name, metric, alert, goal } = watch;
  const depth: WatchLine = {
    name,
    title: metric.meaning,
    unit: "count",
    value: `max(${shown(at, metric)})`,
    alert,
  };
  const delay: readonly WatchLine[] = goal
    ? [
        {
          name: `${name}-goal`,
          title: `P${goalOf.quantile.percent}: ${goal.metric.meaning}`,
          unit: "seconds",
          value: quantileOf(timedBy(at, goal.metric), goalOf),
          target: goal.within.milliseconds / 1000,
        },
      ]
    : [];
  return {
    counts: [],
    lines: [depth, ...delay],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "QueueTooLong",
        when: `${recordedValue(at, name)} > ${alert}`,
        for: minutes(5),
        summary: `{{ $value }} jobs wait at ${at.part}`,
        description:
          `More than ${alert} is too many, by ${metric.name}.` +
          (goal ? ` A job should be done within ${goal.within}.` : ""),
      },
    ],
  };
}

/** How much of its pool of connections a process uses (SLO-16). */
export function poolRules(watch: PoolWatch, at: WatchedPart): WatchRules {
  const { name, connections, most, target, alert } = watch;
  const parts = 1_000_000;
  const limit = alert.partsPerMillion / parts;
  return {
    counts: [],
    lines: [
      {
        name,
        title: `share of the pool of ${at.part} that is used, at the pod with most`,
        unit: "share",
        // Over some minutes, as connections change hands many times a second.
        value: inLines(
          "max(",
          `  sum by (job, instance, pod) (avg_over_time(${shown(at, connections, 'state="used"')}[5m]))`,
          `  / (sum by (job, instance, pod) (${shown(at, most)}) > 0)`,
          ")",
        ),
        target: target.partsPerMillion / parts,
        alert: limit,
      },
    ],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "PoolNearLimit",
        when: `${recordedValue(at, name)} > ${limit}`,
        for: minutes(5),
        summary: `{{ $value | humanizePercentage }} of the connections of a pod of ${at.part} are used`,
        description: `Of those that its own pool may open (${most.name}). It should be below ${target}. Who comes when all are taken waits.`,
      },
    ],
  };
}
