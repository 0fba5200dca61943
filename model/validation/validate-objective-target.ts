import { burnLimit, type BurnRate, burnRatesOver, factorOf, roundedFactorOf } from "../burn-rate.ts";
import { periodOf } from "../objective-period.ts";
import type { Objective } from "../objective.ts";
import type { Problem } from "../problem.ts";
import { percent } from "../quantities/percentage.ts";

/**
 * What is wrong with how much an objective asks for. Besides all and nothing, a low one can't be: where its budget is
 * large, even an outage does not spend it at the pace that an alert waits for, and the alert would never fire.
 */
export function validateObjectiveTarget(
  path: string,
  objective: Pick<Objective, "target" | "period">,
): Problem[] {
  const { target } = objective;
  if (target.partsPerMillion === 0 || target.partsPerMillion === 1_000_000)
    return [
      {
        path: `${path}.target`,
        message: `${target.toString()} leaves no error budget to count; give a share between 0 and 100`,
      },
    ];
  const period = periodOf(objective);
  const [deaf] = burnRatesOver(period).filter((rate) => burnLimit(target, rate, period) >= 1);
  return deaf ? [{ path: `${path}.target`, message: neverFires(objective, deaf) }] : [];
}

function neverFires(objective: Pick<Objective, "target" | "period">, rate: BurnRate): string {
  const { target } = objective;
  const period = periodOf(objective);
  const factor = factorOf(rate, period);
  const bad = `${(burnLimit(target, rate, period) * 100).toFixed(2).replace(/[.]?0+$/, "")}%`;
  const least = percent(Math.ceil((1 - 1 / factor) * 10_000) / 100);
  return (
    `${target} leaves a budget of ${target.remainder}; the alert on ${rate.long} fires at ${roundedFactorOf(rate, period)} times that, ` +
    `which is ${bad} of all requests, so it never would; give ${least} or more`
  );
}
