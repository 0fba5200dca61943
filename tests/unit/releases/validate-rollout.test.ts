import { describe, expect, test } from "vitest";
import { latency } from "../../../model/objective.ts";
import { milliseconds, minutes, seconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import {
  blueGreen,
  canary,
  rolling,
  type RolloutStrategy,
  slowCanary,
} from "../../../model/rollout-strategy.ts";
import { validateObjectiveServices } from "../../../model/validation/validate-objective-services.ts";
import { validateRollout } from "../../../model/validation/validate-rollout.ts";
import { validateWorkload } from "../../../model/validation/validate-workload.ts";
import type { HttpService } from "../../../model/workload.ts";
import { api, shop } from "../model/declared-shop.ts";

const problems = (rollout: RolloutStrategy, rest: Partial<HttpService> = {}): string[] =>
  validateRollout("shop.services.api", { ...api, ...rest, rollout }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe("a declared strategy", () => {
  test.each<[string, RolloutStrategy]>([
    ["a canary of four steps", canary(10, 25, 50, 100)],
    ["a first share of 5 %", canary(5, 100)],
    ["blue-green", blueGreen()],
    [
      "a slow canary with its reason",
      slowCanary({ weights: [10, 100], pause: minutes(30), slow: "200 requests an hour" }),
    ],
  ])("may be %s", (_what, rollout) => {
    expect(problems(rollout)).toEqual([]);
  });

  test("may be rolling where the service is not critical, and none at all", () => {
    expect(problems(rolling(), { tier: "standard" })).toEqual([]);
    expect(validateRollout("shop.services.api", api)).toEqual([]);
  });

  test.each<[string, RolloutStrategy, string]>([
    [
      "rolling for a critical service (DEP-28)",
      rolling(),
      "rollout: rolling() is not for a critical service",
    ],
    ["no share", canary(), "rollout.weights: is empty"],
    ["a share that is no whole percentage", canary(7.5, 100), "7.5, 100 are not whole percentages"],
    ["a share above all", canary(10, 110), "10, 110 are not whole percentages"],
    ["falling shares", canary(10, 50, 25, 100), "10, 50, 25, 100 do not rise"],
    ["one share twice", canary(10, 10, 100), "10, 10, 100 do not rise"],
    ["an end below all", canary(10, 25, 50), "10, 25, 50 do not end at 100"],
    ["a first share of 20 % (CF-16)", canary(20, 100), "begins with 20 %, and the first share is 5 to 10 %"],
    ["a first share of 1 %", canary(1, 100), "begins with 1 %"],
    [
      "more steps than fit five minutes (DEP-02)",
      canary(10, 25, 50, 75, 100),
      "rollout: takes about 365s where a deployment may take 5m",
    ],
    [
      "a slow canary without a reason",
      slowCanary({ weights: [10, 100], pause: minutes(30), slow: " " }),
      "rollout.slow: is empty",
    ],
    [
      "a pause in which nothing can be learnt",
      slowCanary({ weights: [10, 100], pause: seconds(30), slow: "why" }),
      "rollout.pause: 30s is too short",
    ],
    [
      "a pause that no field can hold",
      slowCanary({ weights: [10, 100], pause: milliseconds(60_500), slow: "why" }),
      "rollout.pause: 60500ms is not a whole number of seconds; give 61s",
    ],
    [
      "a long preview",
      blueGreen({ preview: minutes(10) }),
      "shorten the preview, or give the reason as slow",
    ],
  ])("may not be %s", (_what, rollout, message) => {
    const found = problems(rollout);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test("may not be a canary where no gateway splits the traffic", () => {
    expect(problems(canary(10, 25, 50, 100), { public: false })[0]).toContain("this service is not public");
  });

  test("is looked at with the rest of its service", () => {
    const found = validateWorkload("shop.services.api", { ...api, rollout: canary(20, 90) });
    expect(found.map(({ path }) => path)).toEqual([
      "shop.services.api.rollout.weights",
      "shop.services.api.rollout.weights",
    ]);
  });
});

test("a latency objective names HTTP services of its system", () => {
  const objective = latency({
    of: "answer",
    within: seconds(1),
    target: percent(95),
    services: ["api", "pages", "nobody"],
  });
  expect(
    validateObjectiveServices({ ...shop, objectives: [objective] }).map(
      ({ path, message }) => `${path}: ${message}`,
    ),
  ).toEqual([
    'shop.objectives[0].services[1]: "pages" is no HTTP service of the system; known: api',
    'shop.objectives[0].services[2]: "nobody" is no HTTP service of the system; known: api',
  ]);
});
