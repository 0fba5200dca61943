import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cores, Cpu, millicores } from "../../../../model/quantities/cpu.ts";
import { InvalidQuantity } from "../../../../model/quantities/invalid-quantity.ts";

const amounts = fc.integer({ min: 1, max: 1_000_000 }).map(millicores);

describe("Cpu.parse", () => {
  it.each([
    ["250m", 250],
    ["1", 1000],
    ["1.5", 1500],
    ["0.25", 250],
    ["0.001", 1],
    ["2.05", 2050],
    ["1500m", 1500],
  ])("reads %s as %d millicores", (text, count) => {
    expect(Cpu.parse(text).millicores).toBe(count);
  });

  it.each(["", "m", "1.5m", "0.0001", "-1", "1,5", "1.", ".5", " 1", "1 core", "1000u"])(
    "refuses %j, naming it and the form",
    (text) => {
      expect(() => Cpu.parse(text)).toThrow(
        `${JSON.stringify(text)} is not an amount of CPU; write an amount such as "250m", "1" or "1.5"`,
      );
      expect(() => Cpu.parse(text)).toThrow(InvalidQuantity);
    },
  );

  it.each(["0", "0m", "0.0"])("refuses %s: no CPU is no size", (text) => {
    expect(() => Cpu.parse(text)).toThrow(
      "0 is not an amount of CPU; write a positive whole number of millicores",
    );
  });
});

describe("Cpu from numbers", () => {
  it("counts cores in thousands", () => {
    expect(cores(2)).toEqual(millicores(2000));
    expect(cores(0.25).toString()).toBe("250m");
    expect(millicores(1).millicores).toBe(1);
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses %d millicores", (count) => {
    expect(() => millicores(count)).toThrow(
      `${count} is not an amount of CPU; write a positive whole number of millicores`,
    );
  });
});

describe("Cpu, printed", () => {
  it.each([
    ["1000m", "1"],
    ["2.000", "2"],
    ["1.5", "1500m"],
    ["999m", "999m"],
  ])("prints %s as %s", (text, canonical) => {
    expect(Cpu.parse(text).toString()).toBe(canonical);
  });

  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(Cpu.parse(amount.toString())).toEqual(amount);
      }),
    );
  });
});

describe("Cpu, added, multiplied and compared", () => {
  it("adds in any order and grouping, and multiplies as it adds", () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, fc.integer({ min: 1, max: 100 }), (a, b, c, factor) => {
        expect(a.plus(b)).toEqual(b.plus(a));
        expect(a.plus(b).plus(c)).toEqual(a.plus(b.plus(c)));
        expect(a.times(factor).plus(a)).toEqual(a.times(factor + 1));
        expect(a.plus(b).times(factor)).toEqual(a.times(factor).plus(b.times(factor)));
      }),
    );
    expect(millicores(750).plus(millicores(250)).toString()).toBe("1");
    expect(millicores(250).times(3).toString()).toBe("750m");
  });

  it.each([0, -1, 0.001])("refuses the factor %d", (factor) => {
    expect(() => millicores(1).times(factor)).toThrow(InvalidQuantity);
  });

  it("exceeds what is smaller, not its equal", () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(a.exceeds(b)).toBe(a.millicores > b.millicores);
      }),
    );
    expect(cores(1).exceeds(millicores(1000))).toBe(false);
    expect(cores(1).exceeds(millicores(999))).toBe(true);
  });
});
