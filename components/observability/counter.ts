import { type Duration, minutes } from "../../model/quantities/duration.ts";

/** Series of a Prometheus counter, as a selector. */
export interface Counter {
  readonly metric: string;
  /** Conditions on labels, as they stand in a selector: `status=~"5.."`. */
  readonly matchers: readonly string[];
  /** The labels that tell its series apart at one target. */
  readonly labels: readonly string[];
  /** The conditions on `up` of the targets that count. */
  readonly targets: readonly string[];
}

/** The counter with further conditions. */
export const where = (counter: Counter, ...more: readonly string[]): Counter => ({
  ...counter,
  matchers: [...counter.matchers, ...more],
});

/**
 * A text as a regular expression that matches it, without the backslashes that PromQL would want doubled. The few
 * characters that can't be written so stand for any one; no path and no name has them.
 */
export const exactly = (text: string): string =>
  text.replaceAll(/[.*+?${}()|[]/g, "[$&]").replaceAll(/[\\^"]/g, ".");

/** The selector in PromQL. */
export const selectorOf = ({ metric, matchers }: Pick<Counter, "metric" | "matchers">): string =>
  `${metric}{${matchers.join(",")}}`;

/**
 * By how much a counter grew within a span, in PromQL. `increase()` does not see the first value of a series, and of a
 * new release all series are new: the first failure of each path would be missed. So the value of then, which is zero
 * where there was none or where the process has begun anew, is taken from the value of now.
 */
export function growth(counter: Counter, span: Duration): string {
  const now = selectorOf(counter);
  return inLines(
    "sum(",
    `  ${now}`,
    `  - ((${now} offset ${span}`,
    `    <= ${now})`,
    `    or ${now} * 0)`,
    ")",
  );
}

/** How long a target may go unseen, while it restarts, or is too busy to answer, without what it counts being lost. */
const longestGap = minutes(10);

/**
 * By how much a counter grew within a span, in PromQL. A series that is new at a target that was seen before began at zero, and its
 * first failure counts, which `increase()` would not see. What is seen for the first time, or again after a longer gap than ten minutes, may
 * have counted for weeks: nothing of it fell into the span. Only labels that tell series apart are looked at, since any other that is
 * added to a target would make all of its series new. Spans that follow each other count nothing twice.
 */
export function observedGrowth(counter: Counter, span: Duration): string {
  const now = `max by (${[...targetLabels, ...counter.labels].join(", ")}) (last_over_time(${selectorOf(counter)}[${longestGap}]))`;
  const then = now.replace(`[${longestGap}]`, `[${longestGap}] offset ${span}`);
  const seen = selectorOf({ metric: "up", matchers: counter.targets });
  return inLines(
    "sum(",
    `  ${now}`,
    `  - ((${then}`,
    `    <= ${now})`,
    `    or (${now} * 0`,
    `    and on (job, instance) (max_over_time(${seen}[${longestGap}] offset ${span}) == 1)))`,
    ")",
  );
}

/** What Prometheus tells a target by. */
const targetLabels = ["job", "instance", "pod"];

/** PromQL in lines, for the people who read it in a cluster. */
export const inLines = (...lines: readonly string[]): string => lines.join("\n");

/** PromQL further in. */
export const indented = (query: string): string => query.replaceAll(/^/gm, "  ");
