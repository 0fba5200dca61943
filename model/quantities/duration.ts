import { InvalidQuantity } from "./invalid-quantity.ts";

const unitMilliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type DurationUnit = keyof typeof unitMilliseconds;

/** A span of time, held in whole milliseconds. */
export class Duration {
  readonly milliseconds: number;

  private constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  /** @throws InvalidQuantity unless the span is a whole number of milliseconds, zero or more. */
  static of(amount: number, unit: DurationUnit): Duration {
    const milliseconds = amount * unitMilliseconds[unit];
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new InvalidQuantity("duration", `${amount}${unit}`, "zero or more whole milliseconds");
    }
    return new Duration(milliseconds);
  }

  /**
   * Reads one amount and its unit: `500ms`, `30s`, `15m`, `1h`, `7d`.
   * @throws InvalidQuantity
   */
  static parse(text: string): Duration {
    const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
    if (!match) throw new InvalidQuantity("duration", text, 'a span such as "30s", "15m" or "1h"');
    return Duration.of(Number(match[1]), match[2] as DurationUnit);
  }

  plus(other: Duration): Duration {
    return new Duration(this.milliseconds + other.milliseconds);
  }

  /** @param factor Zero or a positive whole number. */
  times(factor: number): Duration {
    return Duration.of(this.milliseconds * factor, "ms");
  }

  exceeds(other: Duration): boolean {
    return this.milliseconds > other.milliseconds;
  }

  /** Whole seconds, as most Kubernetes fields want them; a part of a second counts as one, so no bound shrinks. */
  get wholeSeconds(): number {
    return Math.ceil(this.milliseconds / unitMilliseconds.s);
  }

  /** The canonical form, in the largest unit that holds it exactly: `90s`, `2m`, `1h`. */
  toString(): string {
    if (this.milliseconds === 0) return "0s";
    const unit = (["d", "h", "m", "s"] as const).find(
      (candidate) => this.milliseconds % unitMilliseconds[candidate] === 0,
    );
    return unit === undefined
      ? `${this.milliseconds}ms`
      : `${this.milliseconds / unitMilliseconds[unit]}${unit}`;
  }
}

export const milliseconds = (amount: number): Duration => Duration.of(amount, "ms");
export const seconds = (amount: number): Duration => Duration.of(amount, "s");
export const minutes = (amount: number): Duration => Duration.of(amount, "m");
export const hours = (amount: number): Duration => Duration.of(amount, "h");
export const days = (amount: number): Duration => Duration.of(amount, "d");
