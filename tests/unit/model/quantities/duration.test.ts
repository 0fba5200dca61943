import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  days,
  Duration,
  hours,
  milliseconds,
  minutes,
  seconds,
} from "../../../../model/quantities/duration.ts";
import { InvalidQuantity } from "../../../../model/quantities/invalid-quantity.ts";

const spans = fc.integer({ min: 0, max: 10 ** 12 }).map(milliseconds);

describe("Duration.parse", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["15m", 900_000],
    ["1h", 3_600_000],
    ["7d", 604_800_000],
    ["0s", 0],
  ])("reads %s as %d milliseconds", (text, count) => {
    expect(Duration.parse(text).milliseconds).toBe(count);
  });

  it.each(["", "30", "s", "-1s", "1.5h", "1h30m", "30 s", "30S", "1w", " 1s"])(
    "refuses %j, naming it and the form",
    (text) => {
      expect(() => Duration.parse(text)).toThrow(
        `${JSON.stringify(text)} is not a duration; write a span such as "30s", "15m" or "1h"`,
      );
      expect(() => Duration.parse(text)).toThrow(InvalidQuantity);
    },
  );
});

describe("Duration from numbers", () => {
  it("has a word for each unit", () => {
    expect(milliseconds(1000)).toEqual(seconds(1));
    expect(seconds(60)).toEqual(minutes(1));
    expect(minutes(60)).toEqual(hours(1));
    expect(hours(24)).toEqual(days(1));
    expect(hours(1.5)).toEqual(minutes(90));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %dms", (amount) => {
    expect(() => milliseconds(amount)).toThrow(
      `"${amount}ms" is not a duration; write zero or more whole milliseconds`,
    );
  });
});

describe("Duration, printed", () => {
  it.each([
    ["0ms", "0s"],
    ["1000ms", "1s"],
    ["1500ms", "1500ms"],
    ["90s", "90s"],
    ["120s", "2m"],
    ["60m", "1h"],
    ["90m", "90m"],
    ["24h", "1d"],
    ["36h", "36h"],
  ])("prints %s as %s, the largest unit that holds it exactly", (text, canonical) => {
    expect(Duration.parse(text).toString()).toBe(canonical);
  });

  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(spans, (span) => {
        expect(Duration.parse(span.toString())).toEqual(span);
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [999, 1],
    [1000, 1],
    [1001, 2],
    [90_000, 90],
  ])("counts %d ms as %d whole seconds, so that no bound shrinks", (count, whole) => {
    expect(milliseconds(count).wholeSeconds).toBe(whole);
  });
});

describe("Duration, added, multiplied and compared", () => {
  it("adds in any order and grouping, with zero as its neutral span", () => {
    fc.assert(
      fc.property(spans, spans, spans, (a, b, c) => {
        expect(a.plus(b)).toEqual(b.plus(a));
        expect(a.plus(b).plus(c)).toEqual(a.plus(b.plus(c)));
        expect(a.plus(seconds(0))).toEqual(a);
      }),
    );
    expect(seconds(30).plus(seconds(30)).toString()).toBe("1m");
  });

  it("multiplies as it adds", () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 1000 }), (span, factor) => {
        expect(span.times(factor).plus(span)).toEqual(span.times(factor + 1));
      }),
    );
    expect(seconds(5).times(3).toString()).toBe("15s");
    expect(seconds(5).times(0).toString()).toBe("0s");
  });

  it.each([-1, 0.0001])("refuses the factor %d", (factor) => {
    expect(() => seconds(5).times(factor)).toThrow(InvalidQuantity);
  });

  it("exceeds what is shorter, not its equal", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        expect(a.exceeds(b)).toBe(a.milliseconds > b.milliseconds);
      }),
    );
    expect(minutes(1).exceeds(seconds(60))).toBe(false);
    expect(minutes(1).exceeds(seconds(59))).toBe(true);
  });
});
