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
  /** What of a native histogram is counted: all of what it saw, or what was at most so much. @default it is a plain counter */
  readonly observations?: "all" | { readonly atMost: Duration };
}

/** The counts that series tell, in PromQL. Of a native histogram that saw nothing yet no share is known, and none is counted. */
function countsOf({ observations }: Pick<Counter, "observations">, series: string): string {
  if (observations === undefined) return series;
  const all = `histogram_count(${series})`;
  if (observations === "all") return all;
  const share = `histogram_fraction(0, ${observations.atMost.milliseconds / 1000}, ${series})`;
  return `((${share} * ${all}) >= 0 or ${all} * 0)`;
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
export function growth(counter: Omit<Counter, "labels" | "targets">, span: Duration): string {
  const now = countsOf(counter, selectorOf(counter));
  const then = countsOf(counter, `${selectorOf(counter)} offset ${span}`);
  return inLines("sum(", `  ${now}`, `  - ((${then}`, `    <= ${now})`, `    or ${now} * 0)`, ")");
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
  const seenLast = (of: Pick<Counter, "observations">, offset = ""): string => {
    const series = `last_over_time(${selectorOf(counter)}[${longestGap}]${offset})`;
    return `max by (${[...targetLabels, ...counter.labels].join(", ")}) (${countsOf(of, series)})`;
  };
  const now = seenLast(counter);
  const then = seenLast(counter, ` offset ${span}`);
  const seen = selectorOf({ metric: "up", matchers: counter.targets });
  const isEstimate = counter.observations !== undefined && counter.observations !== "all";
  const grown = inLines(
    "sum(",
    `  ${now}`,
    ...(isEstimate
      ? // It may be a little less later on: only all that was seen tells a new beginning.
        [
          `  - ((${then}`,
          `    and ${seenLast({ observations: "all" }, ` offset ${span}`)}`,
          `    <= ${seenLast({ observations: "all" })})`,
        ]
      : [`  - ((${then}`, `    <= ${now})`]),
    `    or (${now} * 0`,
    `    and on (job, instance) (max_over_time(${seen}[${longestGap}] offset ${span}) == 1)))`,
    ")",
  );
  // What is estimated has the errors of binary fractions, and a request that was good would be a little more than one.
  return isEstimate ? `round(${grown}, 0.001)` : grown;
}

/** What Prometheus tells a target by. */
export const targetLabels = ["job", "instance", "pod"];

/** PromQL in lines, for the people who read it in a cluster. */
export const inLines = (...lines: readonly string[]): string => lines.join("\n");

/** PromQL further in. */
export const indented = (query: string): string => query.replaceAll(/^/gm, "  ");
