import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measurementPlan } from "../../../components/observability/measurement-plan.ts";
import { minutes, seconds } from "../../../model/quantities/duration.ts";
import {
  blueGreen,
  canary,
  judgedWeights,
  keptForRollback,
  longestPromotion,
  lookAfterFlip,
  podsAtPeak,
  promotionTime,
  rolling,
  slowCanary,
  watchAfterRelease,
} from "../../../model/rollout-strategy.ts";
import { strategyOf } from "../../../model/strategy-in-force.ts";
import type { HttpService } from "../../../model/workload.ts";
import { api, clock, mailer, pages } from "../model/declared-shop.ts";

describe("the strategy of a service", () => {
  test("is rolling in dev, whatever is declared", () => {
    expect(strategyOf({ ...api, rollout: canary(10, 100) }, "dev")).toEqual(rolling());
  });

  test("is a canary where it is critical and public, for a static site too (DEP-28)", () => {
    for (const environment of ["staging", "production"] as const) {
      expect(strategyOf(api, environment)).toEqual(canary(10, 25, 50, 100));
      expect(strategyOf(pages, environment)).toEqual(canary(10, 25, 50, 100));
    }
  });

  test("is blue-green where it is critical and no gateway could split its traffic", () => {
    const inside: HttpService = { ...api, public: false };
    expect(strategyOf(inside, "production")).toEqual(blueGreen());
  });

  test("is rolling where it is not critical, and for what takes no traffic", () => {
    expect(strategyOf({ ...api, tier: "standard" }, "production")).toEqual(rolling());
    expect(strategyOf(mailer, "production")).toEqual(rolling());
    expect(strategyOf(clock, "production")).toEqual(rolling());
  });

  test("is the declared one before all defaults", () => {
    const declared = blueGreen({ preview: minutes(2) });
    expect(strategyOf({ ...api, tier: "standard", rollout: declared }, "staging")).toBe(declared);
  });
});

describe("the time of a release", () => {
  test("of 10, 25, 50 and 100 fits a deployment's five minutes (DEP-02): 3 × 60 s and 4 × 25 s", () => {
    expect(promotionTime(canary(10, 25, 50, 100)).wholeSeconds).toBe(280);
    expect(promotionTime(canary(10, 25, 50, 100)).exceeds(longestPromotion)).toBe(false);
  });

  test("of a blue-green one is its pods, the preview and the look at it", () => {
    expect(promotionTime(blueGreen({ preview: seconds(90) })).wholeSeconds).toBe(25 + 90 + 90);
  });

  test("leaves the last release's pods standing for longer than the watch (DEP-06)", () => {
    expect(keptForRollback.exceeds(watchAfterRelease)).toBe(true);
    expect(watchAfterRelease.toString()).toBe("15m");
  });

  const weights = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 })
    .map((shares) => [...shares.sort((a, b) => a - b), 100]);

  test("grows with each step and each second of its pause", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 60, max: 3600 }), (shares, pause) => {
        const declared = slowCanary({ weights: shares, pause: seconds(pause), slow: "little traffic" });
        const time = promotionTime(declared).wholeSeconds;
        expect(time).toBe((shares.length - 1) * pause + shares.length * 25);
        expect(judgedWeights(declared)).toEqual(shares.slice(0, -1));
      }),
    );
  });
});

describe("measurements over a pause", () => {
  test("of a minute come at 20, 30, 40, 50 and 60 s", () => {
    const { initialDelay, interval, count, span } = measurementPlan(canary(10, 100));
    expect([initialDelay.wholeSeconds, interval.wholeSeconds, count]).toEqual([20, 10, 5]);
    expect(span.toString()).toBe("1m");
  });

  test("end when the pause does, or less than an interval later, and see all of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 7200 }), (pause) => {
        const { initialDelay, interval, count, span } = measurementPlan({
          ...canary(10, 100),
          pause: seconds(pause),
        });
        const last = initialDelay.plus(interval.times(count - 1)).wholeSeconds;
        expect(last).toBeGreaterThanOrEqual(pause);
        expect(last).toBeLessThan(pause + interval.wholeSeconds);
        expect(interval.wholeSeconds).toBeLessThanOrEqual(60);
        expect(initialDelay.plus(interval.times(count)).exceeds(span)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

test("measurements after a flip look back on nothing of the release before, and end with the look", () => {
  const { initialDelay, interval, count, span } = measurementPlan(blueGreen());
  expect(initialDelay.wholeSeconds).toBe(span.wholeSeconds);
  expect(initialDelay.plus(interval.times(count - 1))).toEqual(lookAfterFlip);
});

test("at its peak a service has its old pods beside its new ones, and with steps those of the release before", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (replicas) => {
      expect(podsAtPeak(rolling(), replicas)).toBe(2 * replicas);
      expect(podsAtPeak(canary(10, 100), replicas)).toBe(3 * replicas);
      expect(podsAtPeak(blueGreen(), replicas)).toBe(3 * replicas);
    }),
  );
});
