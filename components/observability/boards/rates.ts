import { minutes } from "../../../model/quantities/duration.ts";

/** Over how long a rate on a board is taken: twenty answers at the usual interval, so one that is missing is no dent. */
export const rateWindow = minutes(5);

/** The growth of a counter a second, in PromQL, with each of its series by itself. */
export const rate = (counter: string): string => `rate(${counter}[${rateWindow}])`;

const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** How long something took for half, 95 and 99 of a hundred, by the buckets of a histogram as a selector (OBS-02). */
export const quantilesOf = (buckets: string): readonly { readonly expr: string; readonly legend: string }[] =>
  Object.entries(quantiles).map(([legend, quantile]) => ({
    expr: `histogram_quantile(${quantile}, sum by (le) (${rate(buckets)}))`,
    legend,
  }));
