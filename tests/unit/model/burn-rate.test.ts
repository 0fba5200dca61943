import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  burnLimit,
  burnRates,
  burnRatesOver,
  exhaustionOf,
  factorOf,
  roundedFactorOf,
} from "../../../model/burn-rate.ts";
import { days } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";

describe("the paces of an error budget", () => {
  test("are those of the workbook, over 30 days", () => {
    expect(
      burnRates.map((rate) => [
        rate.severity,
        String(rate.long),
        String(rate.short),
        factorOf(rate),
        String(exhaustionOf(rate)),
      ]),
    ).toEqual([
      ["page", "1h", "5m", 14.4, "50h"],
      ["page", "6h", "30m", 6, "5d"],
      ["ticket", "1d", "2h", 3, "10d"],
      ["ticket", "3d", "6h", 1, "30d"],
    ]);
  });

  test.each([
    [99.9, ["0.0144", "0.006", "0.003", "0.001"]],
    [99.5, ["0.072", "0.03", "0.015", "0.005"]],
    [95, ["0.72", "0.3", "0.15", "0.05"]],
    [99.99, ["0.00144", "0.0006", "0.0003", "0.0001"]],
  ])("of %d %% are written as they are worked out by hand", (target, limits) => {
    expect(burnRates.map((rate) => String(burnLimit(percent(target), rate)))).toEqual(limits);
  });

  test.each([
    [7, [13.44, 3.5, 1.4, 0.98]],
    [28, [13.44, 5.6, 2.8, 0.93]],
    [90, [43.2, 18, 9, 3]],
  ])("are, over %d days, those by which as much of their budget is gone", (length, factors) => {
    const period = days(length);
    expect(burnRatesOver(period).map((rate) => Number(roundedFactorOf(rate, period)))).toEqual(factors);
  });

  test("last as long over a week as their shares say, to the hour", () => {
    expect(burnRatesOver(days(7)).map((rate) => String(exhaustionOf(rate)))).toEqual([
      "13h",
      "2d",
      "5d",
      "171h",
    ]);
  });

  test.each([
    [7, ["0.01344", "0.0035", "0.0014", "0.00098"]],
    [28, ["0.01344", "0.0056", "0.0028", "0.0009333333333333333"]],
    [90, ["0.0432", "0.018", "0.009", "0.003"]],
  ])("of 99.9 %% over %d days are written as they are worked out by hand", (length, limits) => {
    const period = days(length);
    expect(burnRatesOver(period).map((rate) => String(burnLimit(percent(99.9), rate, period)))).toEqual(
      limits,
    );
  });

  test("have limits that are written in full and have no error of a binary fraction", () => {
    const partsPerMillion = fc.integer({ min: 930_600, max: 999_999 });
    fc.assert(
      fc.property(partsPerMillion, fc.constantFrom(...burnRates), (parts, rate) => {
        const limit = burnLimit(percent(parts / 10_000), rate);
        // Factors have one decimal, and budgets six.
        expect(limit).toBe(Number(limit.toFixed(7)));
        expect(limit).toBeLessThan(1);
      }),
    );
  });
});
