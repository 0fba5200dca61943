import { InvalidQuantity } from "./invalid-quantity.ts";

/**
 * A share of a whole, held exactly as parts per million: objectives such as 99.95 % must not pick up the error of
 * a binary fraction, because the error budget is what is left of them.
 */
export class Percentage {
  readonly partsPerMillion: number;

  private constructor(partsPerMillion: number) {
    this.partsPerMillion = partsPerMillion;
  }

  /** @throws InvalidQuantity unless 0 ≤ percent ≤ 100 with at most four decimals. */
  static of(percent: number): Percentage {
    const partsPerMillion = Math.round(percent * 10_000);
    if (!(percent >= 0 && percent <= 100) || Math.abs(partsPerMillion / 10_000 - percent) > 1e-9) {
      throw new InvalidQuantity("percentage", percent, "a number from 0 to 100 with at most four decimals");
    }
    return new Percentage(partsPerMillion);
  }

  /** What is missing to the whole: the error budget of an objective. */
  get remainder(): Percentage {
    return new Percentage(1_000_000 - this.partsPerMillion);
  }

  get percent(): number {
    return this.partsPerMillion / 10_000;
  }

  exceeds(other: Percentage): boolean {
    return this.partsPerMillion > other.partsPerMillion;
  }

  toString(): string {
    return `${this.percent}%`;
  }
}

/** A percentage: `percent(99.5)`. */
export const percent = (value: number): Percentage => Percentage.of(value);
