import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bytes, gibibytes, mebibytes } from "../../../../model/quantities/bytes.ts";
import { InvalidQuantity } from "../../../../model/quantities/invalid-quantity.ts";

const kibibytes = fc.integer({ min: 1, max: 2 ** 40 }).map((count) => Bytes.of(count, "Ki"));

describe("Bytes.parse", () => {
  it.each([
    ["1Ki", 1024],
    ["512Mi", 536_870_912],
    ["1Gi", 1_073_741_824],
    ["2Ti", 2_199_023_255_552],
    ["007Mi", 7_340_032],
  ])("reads %s as %d bytes", (text, count) => {
    expect(Bytes.parse(text).count).toBe(count);
  });

  it.each(["1G", "512M", "512", "-1Gi", "1.5Gi", " 1Gi", "1Gi ", "1gi", "Gi", "1Pi", "", "1Gi1"])(
    "refuses %j, naming it and the form",
    (text) => {
      expect(() => Bytes.parse(text)).toThrow(
        `${JSON.stringify(text)} is not a number of bytes; write an amount such as "512Mi" or "1Gi"`,
      );
      expect(() => Bytes.parse(text)).toThrow(InvalidQuantity);
    },
  );

  it("refuses nothing at all and more than can be counted", () => {
    expect(() => Bytes.parse("0Mi")).toThrow(
      '"0Mi" is not a number of bytes; write a positive whole number of kibibytes',
    );
    expect(() => Bytes.parse("9000Ti")).toThrow(InvalidQuantity);
    expect(Bytes.parse("8191Ti").toString()).toBe("8191Ti");
  });
});

describe("Bytes.of", () => {
  it("takes parts of a unit that come to whole kibibytes", () => {
    expect(Bytes.of(1.5, "Gi").toString()).toBe("1536Mi");
    expect(mebibytes(1).count).toBe(1_048_576);
    expect(gibibytes(1).count).toBe(1_073_741_824);
  });

  it.each([0.5, 1.5, -1, 0, Number.NaN, Number.POSITIVE_INFINITY])("refuses %dKi", (amount) => {
    expect(() => Bytes.of(amount, "Ki")).toThrow(`"${amount}Ki" is not a number of bytes`);
  });
});

describe("Bytes, printed", () => {
  it.each([
    ["1024Ki", "1Mi"],
    ["1023Ki", "1023Ki"],
    ["2048Mi", "2Gi"],
    ["1536Mi", "1536Mi"],
    ["1024Gi", "1Ti"],
  ])("prints %s as %s, the largest unit that holds it exactly", (text, canonical) => {
    expect(Bytes.parse(text).toString()).toBe(canonical);
  });

  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(kibibytes, (amount) => {
        expect(Bytes.parse(amount.toString())).toEqual(amount);
        expect(Bytes.parse(amount.toString()).toString()).toBe(amount.toString());
      }),
    );
  });
});

describe("Bytes, added, multiplied and compared", () => {
  it("adds in any order and grouping", () => {
    fc.assert(
      fc.property(kibibytes, kibibytes, kibibytes, (a, b, c) => {
        expect(a.plus(b)).toEqual(b.plus(a));
        expect(a.plus(b).plus(c)).toEqual(a.plus(b.plus(c)));
        expect(a.plus(b).exceeds(a)).toBe(true);
      }),
    );
    expect(mebibytes(512).plus(mebibytes(256)).toString()).toBe("768Mi");
  });

  it("multiplies as it adds, over and over", () => {
    fc.assert(
      fc.property(kibibytes, fc.integer({ min: 1, max: 1000 }), (amount, factor) => {
        expect(amount.times(factor).plus(amount)).toEqual(amount.times(factor + 1));
      }),
    );
    expect(mebibytes(64).times(1)).toEqual(mebibytes(64));
    expect(mebibytes(64).times(3).toString()).toBe("192Mi");
  });

  it.each([0, -2, 1.5, Number.NaN])("refuses the factor %d", (factor) => {
    expect(() => mebibytes(1).times(factor)).toThrow(
      `${factor} is not a factor; write a positive whole number`,
    );
  });

  it("exceeds what is smaller, not its equal", () => {
    fc.assert(
      fc.property(kibibytes, kibibytes, (a, b) => {
        expect(a.exceeds(b)).toBe(a.count > b.count);
        expect(a.exceeds(b) && b.exceeds(a)).toBe(false);
      }),
    );
    expect(mebibytes(1024).exceeds(gibibytes(1))).toBe(false);
    expect(gibibytes(1).exceeds(mebibytes(1023))).toBe(true);
  });
});
