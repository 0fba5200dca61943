import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

const fields = [
  { name: "minute", lowest: 0, highest: 59 },
  { name: "hour", lowest: 0, highest: 23 },
  { name: "day of month", lowest: 1, highest: 31 },
  { name: "month", lowest: 1, highest: 12 },
  { name: "day of week", lowest: 0, highest: 6 },
] as const;

function inRange(text: string, lowest: number, highest: number): boolean {
  return text.split(",").every((part) => {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/([1-9]\d?))?$/.exec(part);
    if (!match) return false;
    const [, first, last] = match;
    if (first === undefined) return true;
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    return from >= lowest && to <= highest && from <= to;
  });
}

/** A cron line of five fields: minute, hour, day of month, month, day of week. */
export class CronSchedule {
  readonly line: string;

  private constructor(line: string) {
    this.line = line;
  }

  /** @throws InvalidQuantity naming the field that is wrong. */
  static parse(text: string): CronSchedule {
    const parts = text.trim().split(/\s+/);
    if (parts.length !== fields.length) {
      throw new InvalidQuantity("cron line", text, "five fields: minute hour day-of-month month day-of-week");
    }
    const wrong = fields.find(({ lowest, highest }, index) => !inRange(parts[index] ?? "", lowest, highest));
    if (wrong) {
      throw new InvalidQuantity(
        "cron line",
        text,
        `the ${wrong.name} from ${wrong.lowest} to ${wrong.highest}`,
      );
    }
    return new CronSchedule(parts.join(" "));
  }

  toString(): string {
    return this.line;
  }
}

/** A cron line: `cron("0 3 * * *")` is three o'clock every night. */
export const cron = (line: string): CronSchedule => CronSchedule.parse(line);
