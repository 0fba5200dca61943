import { burnLimit, type BurnRate, burnRates, factorOf } from "../burn-rate.ts";
import type { Objective } from "../objective.ts";
import type { Problem } from "../problem.ts";
import { percent } from "../quantities/percentage.ts";

/**
 * What is wrong with how much an objective asks for. Besides all and nothing, a low one can't be: where its budget is
 * large, even an outage does not spend it at the pace that an alert waits for, and the alert would never fire.
 */
export function validateObjectiveTarget(path: string, { target }: Pick<Objective, "target">): Problem[] {
  if (target.partsPerMillion === 0 || target.partsPerMillion === 1_000_000)
    return [
      {
        path: `${path}.target`,
        message: `${target.toString()} leaves no error budget to count; give a share between 0 and 100`,
      },
    ];
  const [deaf] = burnRates.filter((rate) => burnLimit(target, rate) >= 1);
  return deaf ? [{ path: `${path}.target`, message: neverFires({ target }, deaf) }] : [];
}

function neverFires({ target }: Pick<Objective, "target">, rate: BurnRate): string {
  const bad = `${(burnLimit(target, rate) * 100).toFixed(2).replace(/[.]?0+$/, "")}%`;
  const least = percent(Math.ceil((1 - 1 / factorOf(rate)) * 10_000) / 100);
  return (
    `${target} leaves a budget of ${target.remainder}; the alert on ${rate.long} fires at ${factorOf(rate)} times that, ` +
    `which is ${bad} of all requests, so it never would; give ${least} or more`
  );
}
