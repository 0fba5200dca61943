import type { Freshness } from "../../../model/objective.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import type { Singleton } from "../../../model/workload.ts";
import { inLines } from "../counter.ts";
import type { MeasuredService } from "../service-level-indicators.ts";
import { shownBy, timedWork, type TimedWork } from "./shown-work.ts";

/** Ticks, of which some are due each minute, whether they take place or not. */
export interface DueTicks extends TimedWork {
  /** How many are due in a minute. */
  readonly due: number;
}

/** Work that comes as it comes, and waits until it is done. */
export interface QueuedWork extends TimedWork {
  /** Answers while several wait, and the oldest of them for longer than it may, in PromQL. */
  readonly waiting: string;
}

/** How a freshness is counted at the service that does the work. */
export function freshnessOf(
  measured: MeasuredService,
  { lateness, within, undone }: Freshness,
  { heartbeat }: Pick<Singleton, "heartbeat">,
): DueTicks | QueuedWork {
  const timed = timedWork(measured, lateness, within);
  return undone.kind === "missed-ticks"
    ? { ...timed, due: minutes(1).milliseconds / heartbeat.every.milliseconds }
    : {
        ...timed,
        // Of how many nobody tells, it may be many.
        waiting: inLines(
          `(max(${shownBy(measured, undone.oldest)}) > ${within.milliseconds / 1000}`,
          `unless on () max(${shownBy(measured, undone.depth)}) < ${several})`,
        ),
      };
}

/** So many wait where nothing gets done. Fewer may be pieces that can't be done, of which nobody is woken. */
const several = 5;

/**
 * The ticks that were due in a minute, in PromQL: from when the service was first asked, also while it is down.
 * @param recorded What was recorded so.
 */
export const ticksDue = (due: number, counted: string, recorded: string): string =>
  inLines(`(${due} + 0 * ${counted})`, `or on () (${due} + 0 * last_over_time(${recorded}[3m]))`);

/**
 * Those that did not begin in time, in PromQL: too late, or never. A minute may have a tick more than are due, and the next one less, so it
 * may be less than none: only a sum over many minutes tells.
 * @param recorded The ticks that were due.
 * @param inTime How many began in time. Of a service that is asked, and does not show it, nobody knows.
 */
export const ticksMissed = (recorded: string, inTime: string, outage: string): string =>
  inLines(`(${recorded} - on () ${inTime})`, `or on () (${recorded} and on () ${outage})`);

/**
 * For how much of a minute in which nothing was done stands, in PromQL: while work waits too long, or the service is down, for as much as came
 * through in the hour before, and what waits is one at least.
 * @param recorded What was done.
 */
export const workLeft = (recorded: string, waiting: string, outage: string): string => {
  const usual = `avg_over_time(${recorded}[1h])`;
  return inLines(`(clamp_min(${usual}, 1) and on () ${waiting})`, `or on () (${usual} and on () ${outage})`);
};
