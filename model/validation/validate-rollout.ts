import type { Problem } from "../problem.ts";
import { seconds } from "../quantities/duration.ts";
import {
  type BlueGreen,
  type Canary,
  longestPromotion,
  promotionTime,
  type RolloutStrategy,
  shortestPause,
} from "../rollout-strategy.ts";
import type { HttpService, StaticSite } from "../workload.ts";

/** What is wrong with the declared strategy of a service; the default one is right by itself. */
export function validateRollout(path: string, service: HttpService | StaticSite): Problem[] {
  const { rollout, tier } = service;
  if (!rollout) return [];
  const at = `${path}.rollout`;
  switch (rollout.kind) {
    case "rolling":
      return tier === "critical"
        ? [
            {
              path: at,
              message:
                "rolling() is not for a critical service (DEP-28); declare canary(10, 25, 50, 100) or blueGreen()",
            },
          ]
        : [];
    case "canary":
      return [
        ...(service.public
          ? []
          : [
              {
                path: at,
                message:
                  "a canary's share of the traffic is split by the gateway, and this service is not public; declare blueGreen()",
              },
            ]),
        ...validateWeights(`${at}.weights`, rollout),
        ...validatePause(`${at}.pause`, rollout),
        ...validateTime(at, rollout),
      ];
    case "blue-green":
      return validateTime(at, rollout);
  }
}

/** A first share in which a fault hurts few (CF-16). */
const firstShare = { least: 5, most: 10 };

function validateWeights(path: string, { weights }: Canary): Problem[] {
  const shown = weights.join(", ");
  const [first] = weights;
  if (first === undefined) return [{ path, message: "is empty; write for example canary(10, 25, 50, 100)" }];
  if (!weights.every((weight) => Number.isInteger(weight) && weight >= 1 && weight <= 100)) {
    return [
      {
        path,
        message: `${shown} are not whole percentages from 1 to 100; write for example canary(10, 25, 50, 100)`,
      },
    ];
  }
  const problems: Problem[] = [];
  if (weights.some((weight, index) => index > 0 && weight <= (weights[index - 1] ?? 0))) {
    problems.push({ path, message: `${shown} do not rise; each share must be larger than the one before` });
  }
  if (weights.at(-1) !== 100) {
    problems.push({ path, message: `${shown} do not end at 100; a release ends with all the traffic` });
  }
  if (first < firstShare.least || first > firstShare.most) {
    problems.push({
      path,
      message: `begins with ${first} %, and the first share is ${firstShare.least} to ${firstShare.most} % (DEP-27, CF-16); begin with one of them`,
    });
  }
  return problems;
}

function validatePause(path: string, { pause }: Canary): Problem[] {
  if (shortestPause.exceeds(pause)) {
    return [{ path, message: `${pause} is too short to learn anything; give ${shortestPause} or more` }];
  }
  return seconds(pause.wholeSeconds).exceeds(pause)
    ? [{ path, message: `${pause} is not a whole number of seconds; give ${seconds(pause.wholeSeconds)}` }]
    : [];
}

function validateTime(path: string, strategy: Canary | BlueGreen): Problem[] {
  if (strategy.slow !== undefined) {
    return strategy.slow.trim() === ""
      ? [{ path: `${path}.slow`, message: "is empty; say why the release takes long" }]
      : [];
  }
  const time = promotionTime(strategy);
  return time.exceeds(longestPromotion)
    ? [
        {
          path,
          message: `takes about ${time} where a deployment may take ${longestPromotion} (DEP-02); ${remedy(strategy)}`,
        },
      ]
    : [];
}

const remedy = ({ kind }: RolloutStrategy): string =>
  kind === "canary"
    ? "take fewer steps, or declare slowCanary({ weights, pause, slow }) with the reason"
    : "shorten the preview, or give the reason as slow";
