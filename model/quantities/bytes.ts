import { InvalidQuantity } from "./invalid-quantity.ts";

const binaryUnits = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;
type BinaryUnit = keyof typeof binaryUnits;

/** An amount of memory or storage: a whole number of kibibytes, so that it prints in a unit it can be read in. */
export class Bytes {
  readonly count: number;

  private constructor(count: number) {
    this.count = count;
  }

  /** @throws InvalidQuantity unless the amount is a positive whole number of kibibytes. */
  static of(amount: number, unit: BinaryUnit): Bytes {
    const count = amount * binaryUnits[unit];
    if (!Number.isSafeInteger(count) || count <= 0 || count % binaryUnits.Ki !== 0) {
      throw new InvalidQuantity(
        "number of bytes",
        `${amount}${unit}`,
        "a positive whole number of kibibytes",
      );
    }
    return new Bytes(count);
  }

  /**
   * Reads binary amounts as Kubernetes prints them: `512Mi`, `1Gi`. Decimal suffixes (`1G`) are refused: they
   * differ from binary ones by 7 %, which nobody means.
   * @throws InvalidQuantity
   */
  static parse(text: string): Bytes {
    const match = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(text);
    if (!match) throw new InvalidQuantity("number of bytes", text, 'an amount such as "512Mi" or "1Gi"');
    return Bytes.of(Number(match[1]), match[2] as BinaryUnit);
  }

  plus(other: Bytes): Bytes {
    return new Bytes(this.count + other.count);
  }

  /** @param factor A positive whole number. */
  times(factor: number): Bytes {
    if (!Number.isSafeInteger(factor) || factor <= 0) {
      throw new InvalidQuantity("factor", factor, "a positive whole number");
    }
    return new Bytes(this.count * factor);
  }

  exceeds(other: Bytes): boolean {
    return this.count > other.count;
  }

  /** The canonical Kubernetes form, in the largest binary unit that holds it exactly. */
  toString(): string {
    const unit =
      (["Ti", "Gi", "Mi"] as const).find((candidate) => this.count % binaryUnits[candidate] === 0) ?? "Ki";
    return `${this.count / binaryUnits[unit]}${unit}`;
  }
}

/** Mebibytes: `mebibytes(512)` prints as `512Mi`. */
export const mebibytes = (amount: number): Bytes => Bytes.of(amount, "Mi");

/** Gibibytes: `gibibytes(1)` prints as `1Gi`. */
export const gibibytes = (amount: number): Bytes => Bytes.of(amount, "Gi");
