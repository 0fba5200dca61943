import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cron, CronSchedule } from "../../../model/cron-schedule.ts";
import { InvalidQuantity } from "../../../model/quantities/invalid-quantity.ts";

const ranges = [
  { name: "minute", lowest: 0, highest: 59 },
  { name: "hour", lowest: 0, highest: 23 },
  { name: "day of month", lowest: 1, highest: 31 },
  { name: "month", lowest: 1, highest: 12 },
  { name: "day of week", lowest: 0, highest: 6 },
] as const;

const fieldOf = ({ lowest, highest }: { lowest: number; highest: number }): fc.Arbitrary<string> => {
  const value = fc.integer({ min: lowest, max: highest });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const start = fc.oneof(fc.constant("*"), value.map(String), range);
  const step = fc.oneof(
    fc.constant(""),
    fc.integer({ min: 1, max: 59 }).map((every) => `/${every}`),
  );
  const part = fc.tuple(start, step).map((texts) => texts.join(""));
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
};
const lines = fc.tuple(...ranges.map(fieldOf)).map((fields) => fields.join(" "));

/** A line that fires always, but for one field. */
const lineWith = (index: number, field: string): string =>
  ["*", "*", "*", "*", "*"].with(index, field).join(" ");

describe("CronSchedule", () => {
  it.each(["* * * * *", "0 3 * * *", "*/5 * * * *", "0,30 9-17 * * 1-5", "0-59/10 0 1,15 1-12/3 0"])(
    "takes %s",
    (line) => {
      expect(cron(line).line).toBe(line);
    },
  );

  it("prints one space between fields, however many were given", () => {
    expect(CronSchedule.parse("  0  3 *\t* * ").toString()).toBe("0 3 * * *");
  });

  it("takes any line in range and reads back what it prints", () => {
    fc.assert(
      fc.property(lines, (line) => {
        expect(cron(cron(line).toString())).toEqual(cron(line));
      }),
    );
  });

  it.each(["", "* * * *", "* * * * * *", "@daily"])("refuses %j: it hasn't five fields", (line) => {
    expect(() => cron(line)).toThrow(
      `${JSON.stringify(line)} is not a cron line; write five fields: minute hour day-of-month month day-of-week`,
    );
    expect(() => cron(line)).toThrow(InvalidQuantity);
  });

  describe.each(ranges.map((range, index) => ({ ...range, index })))(
    "$name",
    ({ name, lowest, highest, index }) => {
      const refusal = `is not a cron line; write the ${name} from ${lowest} to ${highest}`;

      it.each([String(lowest), String(highest), `${lowest}-${highest}`, `${highest}-${highest}`])(
        "takes %s",
        (field) => {
          expect(cron(lineWith(index, field)).line).toBe(lineWith(index, field));
        },
      );

      it.each([
        String(highest + 1),
        `${lowest}-${highest + 1}`,
        `${highest}-${lowest}`,
        ...(lowest === 0 ? [] : [String(lowest - 1), `${lowest - 1}-${highest}`]),
        "*/0",
        "1,",
        "x",
        "-1",
        "*-3",
        "MON",
        "001",
      ])("refuses %s", (field) => {
        expect(() => cron(lineWith(index, field))).toThrow(refusal);
      });
    },
  );

  it("names the first field that is wrong, and the whole line", () => {
    expect(() => cron("0 24 0 * *")).toThrow('"0 24 0 * *" is not a cron line; write the hour from 0 to 23');
  });
});
