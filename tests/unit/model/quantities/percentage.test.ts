import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidQuantity } from "../../../../model/quantities/invalid-quantity.ts";
import { percent, Percentage } from "../../../../model/quantities/percentage.ts";

const shares = fc.integer({ min: 0, max: 1_000_000 }).map((parts) => percent(parts / 10_000));

describe("Percentage", () => {
  it.each([
    [0, 0, "0%"],
    [70, 700_000, "70%"],
    [99.5, 995_000, "99.5%"],
    [99.95, 999_500, "99.95%"],
    [99.9999, 999_999, "99.9999%"],
    [0.0001, 1, "0.0001%"],
    [100, 1_000_000, "100%"],
  ])("holds %d %% as %d parts per million and prints %s", (value, parts, text) => {
    expect(percent(value).partsPerMillion).toBe(parts);
    expect(percent(value).percent).toBe(value);
    expect(percent(value).toString()).toBe(text);
  });

  it.each([-0.0001, 100.0001, 99.99995, 0.00001, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses %d, naming it and the form",
    (value) => {
      expect(() => percent(value)).toThrow(
        `${value} is not a percentage; write a number from 0 to 100 with at most four decimals`,
      );
      expect(() => percent(value)).toThrow(InvalidQuantity);
    },
  );

  it("is the same share again when its print is read as a number", () => {
    fc.assert(
      fc.property(shares, (share) => {
        expect(Percentage.of(Number(share.toString().slice(0, -1)))).toEqual(share);
      }),
    );
  });

  it("leaves a remainder that makes it whole again", () => {
    fc.assert(
      fc.property(shares, (share) => {
        expect(share.partsPerMillion + share.remainder.partsPerMillion).toBe(1_000_000);
        expect(share.remainder.remainder).toEqual(share);
      }),
    );
    // Without exact parts this would be 0.04999999999999716.
    expect(percent(99.95).remainder.percent).toBe(0.05);
  });

  it("exceeds what is less, not its equal", () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        expect(a.exceeds(b)).toBe(a.partsPerMillion > b.partsPerMillion);
      }),
    );
    expect(percent(80).exceeds(percent(80))).toBe(false);
    expect(percent(80).exceeds(percent(79.9999))).toBe(true);
  });
});
