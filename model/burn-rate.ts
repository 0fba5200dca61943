import { objectivePeriod } from "./objective-period.ts";
import { type Duration, days, hours, minutes } from "./quantities/duration.ts";
import { type Percentage, percent } from "./quantities/percentage.ts";

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

/** The shares of a week's budget that tell as much, fastest first. A tenth of it is gone in three days even where all is as promised. */
const sharesOfWeek = [percent(8), percent(12.5), percent(20), percent(42)];

/** The paces for an objective that counts over a period. The windows are the same, so that what is recorded is. */
export const burnRatesOver = (period: Duration): readonly BurnRate[] =>
  days(28).exceeds(period)
    ? burnRates.map((rate, index) => ({ ...rate, spent: sharesOfWeek[index] ?? rate.spent }))
    : burnRates;

/** How many times faster than the period's even pace the budget is spent: 14.4 for 2 % of 30 days in an hour. */
export const factorOf = ({ long, spent }: BurnRate, period = objectivePeriod): number =>
  (spent.partsPerMillion * period.wholeSeconds) / (1_000_000 * long.wholeSeconds);

/** The same for people to read: 28 days have a factor of 0.9333…. */
export const roundedFactorOf = (rate: BurnRate, period?: Duration): string =>
  String(Number(factorOf(rate, period).toFixed(2)));

/** How long a whole budget lasts at a pace, however long its period is, to the hour. */
export const exhaustionOf = ({ long, spent }: BurnRate): Duration =>
  hours(Math.round(((long.wholeSeconds / 3_600) * 1_000_000) / spent.partsPerMillion));

/**
 * The share of bad requests, from 0 to 1, at which an objective's budget is spent at a pace. All numbers that are divided
 * are whole, so the result has no error of a binary fraction but the last: it prints as it would be worked out by hand.
 */
export const burnLimit = (
  { remainder }: Percentage,
  { long, spent }: BurnRate,
  period = objectivePeriod,
): number =>
  (remainder.partsPerMillion * (spent.partsPerMillion / 1_000) * (period.wholeSeconds / 3_600)) /
  (1_000_000_000 * (long.wholeSeconds / 3_600));
