import type { Duration } from "../../model/quantities/duration.ts";

/** Series of a Prometheus counter, as a selector. */
export interface Counter {
  readonly metric: string;
  /** Conditions on labels, as they stand in a selector: `status=~"5.."`. */
  readonly matchers: readonly string[];
}

/** The counter with further conditions. */
export const where = ({ metric, matchers }: Counter, ...more: readonly string[]): Counter => ({
  metric,
  matchers: [...matchers, ...more],
});

/**
 * A text as a regular expression that matches it, without the backslashes that PromQL would want doubled. The few
 * characters that can't be written so stand for any one; no path and no name has them.
 */
export const exactly = (text: string): string =>
  text.replaceAll(/[.*+?${}()|[]/g, "[$&]").replaceAll(/[\\^"]/g, ".");

/** The selector in PromQL. */
export const selectorOf = ({ metric, matchers }: Counter): string => `${metric}{${matchers.join(",")}}`;

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

/**
 * By how much a counter grew within a span, of targets that were asked at its beginning already, in PromQL. What is asked for
 * the first time, or again after a gap, may have counted for weeks: nothing of it fell into the span. A series that is new at a
 * target that was there began at zero, and its first failure counts, which `increase()` would not see. Spans that follow each
 * other leave nothing out and count nothing twice.
 */
export function observedGrowth(counter: Counter, span: Duration): string {
  const now = selectorOf(counter);
  return inLines(
    "sum(",
    `  ${now}`,
    `  - ((${now} offset ${span}`,
    `    <= ${now})`,
    `    or (${now} * 0`,
    `    and on (job, instance) (up offset ${span} == 1)))`,
    ")",
  );
}

/** PromQL in lines, for the people who read it in a cluster. */
export const inLines = (...lines: readonly string[]): string => lines.join("\n");

/** PromQL further in. */
export const indented = (query: string): string => query.replaceAll(/^/gm, "  ");
