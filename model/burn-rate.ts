import { type Duration, days, hours, minutes, seconds } from "./quantities/duration.ts";
import { type Percentage, percent } from "./quantities/percentage.ts";

/** Over how long an objective counts: what it forgives is the error budget of these days (CF-01). */
export const objectivePeriod: Duration = days(30);

/** A pace at which an error budget is spent, and what it asks of people. */
export interface BurnRate {
  /** `page` wakes somebody; `ticket` waits for the next working day. */
  readonly severity: "page" | "ticket";
  /** Over how long the pace must have been kept. */
  readonly long: Duration;
  /** It must still be kept over this span too, so that nobody is told of what is over. */
  readonly short: Duration;
  /** The share of the budget that is gone once the pace was kept over all of `long`. */
  readonly spent: Percentage;
}

/** The paces of the Site Reliability Workbook, chapter "Alerting on SLOs", fastest first. */
export const burnRates = [
  { severity: "page", long: hours(1), short: minutes(5), spent: percent(2) },
  { severity: "page", long: hours(6), short: minutes(30), spent: percent(5) },
  { severity: "ticket", long: days(1), short: hours(2), spent: percent(10) },
  { severity: "ticket", long: days(3), short: hours(6), spent: percent(10) },
] as const satisfies readonly BurnRate[];

/** How many times faster than the period's even pace the budget is spent: 14.4 for 2 % of 30 days in an hour. */
export const factorOf = ({ long, spent }: BurnRate): number =>
  (spent.partsPerMillion * objectivePeriod.wholeSeconds) / (1_000_000 * long.wholeSeconds);

/** How long a whole budget lasts at a pace. */
export const exhaustionOf = ({ long, spent }: BurnRate): Duration =>
  seconds((long.wholeSeconds * 1_000_000) / spent.partsPerMillion);

/**
 * The share of bad requests, from 0 to 1, at which an objective's budget is spent at a pace. All numbers that are divided
 * are whole, so the result has no error of a binary fraction but the last: it prints as it would be worked out by hand.
 */
export const burnLimit = (target: Percentage, rate: BurnRate): number =>
  (target.remainder.partsPerMillion * (factorOf(rate) * 1_000_000)) / 1_000_000_000_000;
