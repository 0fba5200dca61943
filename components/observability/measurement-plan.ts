import { type Duration, seconds } from "../../model/quantities/duration.ts";
import { type BlueGreen, type Canary, lookAfterFlip, shortestPause } from "../../model/rollout-strategy.ts";

/** When a release is measured while it has one share of the traffic. */
export interface MeasurementPlan {
  /** How far each measurement looks back. */
  readonly span: Duration;
  readonly initialDelay: Duration;
  readonly interval: Duration;
  readonly count: number;
}

const longestInterval = seconds(60);

/**
 * The measurements of a release. A canary's come over each pause: the first after a third of it, when there is something
 * to see, and the last at its end, which looks back over all of it. With a pause of a minute they are 10 s apart; with a
 * longer one, a minute at most. A blue-green release's begin a minute after it got the traffic, since what they look back
 * on must not be the release before: its failures may be what the new one mends.
 */
export function measurementPlan(strategy: Canary | BlueGreen): MeasurementPlan {
  if (strategy.kind === "blue-green") {
    const interval = seconds(10);
    const rest = lookAfterFlip.wholeSeconds - shortestPause.wholeSeconds;
    const count = rest / interval.wholeSeconds + 1;
    return { span: shortestPause, initialDelay: shortestPause, interval, count };
  }
  const { pause } = strategy;
  const sixth = seconds(Math.ceil(pause.wholeSeconds / 6));
  const interval = sixth.exceeds(longestInterval) ? longestInterval : sixth;
  const initialDelay = interval.times(2);
  const rest = pause.wholeSeconds - initialDelay.wholeSeconds;
  return { span: pause, initialDelay, interval, count: Math.ceil(rest / interval.wholeSeconds) + 1 };
}
