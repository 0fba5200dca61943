import fc from "fast-check";
import { expect, test } from "vitest";
import { exactly } from "../../../components/observability/counter.ts";
import { releaseLimit } from "../../../components/observability/release-limit.ts";
import { Percentage, percent } from "../../../model/quantities/percentage.ts";

test.each([
  [99.99, 0.144],
  [99.9, 1.44],
  [99.5, 7.2],
  [99, 11],
  [95, 15],
  [50, 60],
])("an objective of %d % calls a release off above %d % of bad requests", (target, limit) => {
  expect(releaseLimit(percent(target)).percent).toBe(limit);
});

test("the limit is above what the objective forgives, and stricter for a stricter objective", () => {
  const target = fc.integer({ min: 0, max: 999_999 }).map((parts) => Percentage.of(parts / 10_000));
  fc.assert(
    fc.property(target, target, (one, other) => {
      const limit = releaseLimit(one);
      expect(limit.percent).toBeLessThanOrEqual(100);
      expect(one.remainder.percent === 100 || limit.exceeds(one.remainder)).toBe(true);
      if (one.exceeds(other)) expect(limit.exceeds(releaseLimit(other))).toBe(false);
    }),
  );
});

test("a text in a selector matches itself, and nothing else unless it has a character that no path has", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const expression = new RegExp(`^(?:${exactly(text)})$`);
      expect(expression.test(text)).toBe(true);
      expect(exactly(text)).not.toMatch(/[\\"]/);
      if (!/[\\^"]/.test(text)) expect(expression.test(other)).toBe(text === other);
    }),
  );
});
