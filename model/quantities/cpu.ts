import { InvalidQuantity } from "./invalid-quantity.ts";

/** An amount of CPU time, held in whole millicores: a thousandth of one core. */
export class Cpu {
  readonly millicores: number;

  private constructor(count: number) {
    this.millicores = count;
  }

  /** @throws InvalidQuantity unless `count` is a positive whole number. */
  static millicores(count: number): Cpu {
    if (!Number.isSafeInteger(count) || count <= 0) {
      throw new InvalidQuantity("amount of CPU", count, "a positive whole number of millicores");
    }
    return new Cpu(count);
  }

  /**
   * Reads what Kubernetes prints: `250m`, `1`, `1.5`.
   * @throws InvalidQuantity
   */
  static parse(text: string): Cpu {
    const match = /^(?:(\d+)m|(\d+)(?:\.(\d{1,3}))?)$/.exec(text);
    if (!match) throw new InvalidQuantity("amount of CPU", text, 'an amount such as "250m", "1" or "1.5"');
    const [, millis, cores, fraction = ""] = match;
    return Cpu.millicores(
      millis === undefined ? Number(cores) * 1000 + Number(fraction.padEnd(3, "0")) : Number(millis),
    );
  }

  plus(other: Cpu): Cpu {
    return new Cpu(this.millicores + other.millicores);
  }

  /** @param factor A positive whole number. */
  times(factor: number): Cpu {
    return Cpu.millicores(this.millicores * factor);
  }

  exceeds(other: Cpu): boolean {
    return this.millicores > other.millicores;
  }

  /** The canonical Kubernetes form: whole cores as `2`, all else in millicores as `1500m`. */
  toString(): string {
    return this.millicores % 1000 === 0 ? String(this.millicores / 1000) : `${this.millicores}m`;
  }
}

/** Thousandths of a core: `millicores(250)` is a quarter of one core. */
export const millicores = (count: number): Cpu => Cpu.millicores(count);

/** Whole cores. */
export const cores = (count: number): Cpu => Cpu.millicores(count * 1000);
