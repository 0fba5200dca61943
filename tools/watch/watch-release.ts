import { setTimeout as sleep } from "node:timers/promises";
import { type Duration, milliseconds, seconds } from "../../model/quantities/duration.ts";
import { type Prometheus, Unanswered } from "../prometheus/prometheus.ts";
import { look } from "./look.ts";
import type { Signal } from "./signal.ts";
import { Standing } from "./standing.ts";
import { breachText, clockText, lookText, pendingText, unknownText } from "./watch-text.ts";

/** What is watched, and for how long. */
export interface ReleaseWatch {
  readonly signals: readonly Signal[];
  /** When the release had all the traffic, in milliseconds since 1970. */
  readonly releasedAt: number;
  readonly lasts: Duration;
  readonly every: Duration;
  readonly say: (line: string) => void;
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
  readonly pause?: (time: Duration) => Promise<unknown>;
}

/** So many looks in a row without an answer end the watch: a Prometheus that restarts is away for a minute or so. */
export const unansweredLooks = 4;

/** How a watch ended: the release held, it did not, or nobody can tell. */
export type WatchEnd = "held" | "breach" | "unknown";

/**
 * Looks at a release until its time is over, or until something was beyond what is allowed at several looks in a row. What is beyond at the last
 * look is looked at until it is clear.
 */
export async function watchRelease(prometheus: Prometheus, watch: ReleaseWatch): Promise<WatchEnd> {
  const { signals, lasts, every, say } = watch;
  const { releasedAt, now = Date.now, pause = ({ milliseconds: time }) => sleep(time) } = watch;
  const standing = new Standing(signals);
  let unanswered = 0;
  for (;;) {
    const since = wholeSeconds(now() - releasedAt);
    const clock = `${clockText(since)} of ${clockText(lasts)}`;
    try {
      const seen = await look(prometheus, signals, since);
      unanswered = 0;
      standing.add(seen);
      say(`${clock}  ${lookText(seen)}`);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      unanswered += 1;
      say(`${clock}  ${error.message}`);
      if (unanswered === unansweredLooks && error.remedy !== undefined) say(error.remedy);
    }
    for (const breach of standing.breaches) say(pendingText(breach));
    if (standing.sustained.length > 0) {
      for (const breach of standing.sustained) say(breachText(breach));
      return "breach";
    }
    if (unanswered >= unansweredLooks) return "unknown";
    const isOver = !lasts.exceeds(since);
    if (isOver && standing.breaches.length === 0 && unanswered === 0) break;
    const left = lasts.milliseconds - since.milliseconds;
    await pause(isOver || left >= every.milliseconds ? every : milliseconds(left));
  }
  for (const signal of standing.neverTold) say(unknownText(signal));
  return standing.neverTold.length > 0 ? "unknown" : "held";
}

const wholeSeconds = (time: number): Duration => seconds(Math.max(0, Math.floor(time / 1000)));
