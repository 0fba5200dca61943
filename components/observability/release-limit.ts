import { burnRates, factorOf } from "../../model/burn-rate.ts";
import { type Percentage, percent } from "../../model/quantities/percentage.ts";

/** The pace at which an error budget of 30 days is gone in 50 hours: what pages somebody when a whole service has it. */
const pagingPace = factorOf(burnRates[0]);

/** Of a large budget the pace would allow most requests to be bad, so no more than this is added to it. */
const mostAdded = percent(10);

/**
 * The share of bad requests above which a release is called off, from the objective's target: 14.4 times what the
 * objective forgives, and at most 10 percentage points more than that. 99.9 % gives 1.44 %, 99.5 % gives 7.2 %, 95 %
 * gives 15 %.
 */
export function releaseLimit(target: Percentage): Percentage {
  const budget = target.remainder.partsPerMillion;
  return percent(
    Math.min(Math.round(budget * pagingPace), budget + mostAdded.partsPerMillion, 1_000_000) / 10_000,
  );
}
