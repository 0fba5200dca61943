import type { Duration } from "../../model/quantities/duration.ts";
import { type Counter, inLines, selectorOf, targetLabels } from "./counter.ts";
import { scrapeInterval } from "./prometheus.ts";

/** A counter that has one series at a target, and none before it counts for the first time. */
export interface SparseCounter extends Pick<Counter, "metric" | "matchers" | "targets"> {
  /** After how long without growth a target forgets its count, as PromQL writes it. */
  readonly keptFor: string;
}

/**
 * By how much a sparse counter grew within a span, in PromQL: whichever sees more of two looks at each target.
 *
 * `increase()` sees no first value, and no beginning anew after which the same value is reached again. A target that answers and
 * has no series has counted nothing, so it is given a zero, from which each way up is seen. It can't be given one before it answers for the first
 * time. So the second look takes the last value from before the span from the most within it, which is zero where there was
 * none. It is looked for as long as a target keeps it, so that what nobody asked for a while is not new.
 */
export function sparseGrowth({ metric, matchers, targets, keptFor }: SparseCounter, span: Duration): string {
  const series = selectorOf({ metric, matchers });
  const most = byTarget(`max_over_time(${series}[${span}])`);
  const before = byTarget(`last_over_time(${series}[${keptFor}] offset ${span})`);
  const answers = byTarget(`${selectorOf({ metric: "up", matchers: targets })} == 1`);
  return inLines(
    "sum(",
    "  round(increase((",
    `    ${byTarget(series)}`,
    `    or ${answers} * 0`,
    // With longer steps a zero between two counts might be passed over.
    `  )[${span}:${scrapeInterval}]))`,
    `  > (${most}`,
    `    - ${before}`,
    `    or ${most})`,
    `  or ${most}`,
    `    - ${before}`,
    `  or ${most}`,
    ")",
  );
}

const byTarget = (query: string): string => `max by (${targetLabels.join(", ")}) (${query})`;
