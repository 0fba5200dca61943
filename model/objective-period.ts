import { type Duration, days } from "./quantities/duration.ts";

/** Over how long an objective counts, if it doesn't say otherwise: what it forgives is the error budget of these days (CF-01). */
export const objectivePeriod: Duration = days(30);

/** What may be bad is counted over a period that ends now. */
export interface Budgeted {
  /** Over how long it counts: a week, four weeks, 30 or 90 days. @default 30 days */
  readonly period?: Duration;
}

/** The periods that an objective may have. Others have no paces that people know how to answer to. */
export const objectivePeriods: readonly Duration[] = [days(7), days(28), objectivePeriod, days(90)];

/** Over how long an objective counts. */
export const periodOf = ({ period = objectivePeriod }: Budgeted): Duration => period;

/** The longest period of some objectives: for so long their counts must be kept. */
export const longestPeriod = (objectives: readonly Budgeted[]): Duration =>
  objectives
    .map(periodOf)
    .reduce((longest, period) => (period.exceeds(longest) ? period : longest), objectivePeriod);
