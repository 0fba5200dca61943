import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

/** A TCP port that a container listens on. */
export class Port {
  readonly number: number;

  private constructor(number: number) {
    this.number = number;
  }

  /** @throws InvalidQuantity unless 1 ≤ number ≤ 65535. */
  static of(number: number): Port {
    if (!Number.isInteger(number) || number < 1 || number > 65_535) {
      throw new InvalidQuantity("port", number, "a whole number from 1 to 65535");
    }
    return new Port(number);
  }

  /** Ports below 1024 need a capability that a restricted pod does not have. */
  get privileged(): boolean {
    return this.number < 1024;
  }

  toString(): string {
    return String(this.number);
  }
}

/** A TCP port: `port(3000)`. */
export const port = (number: number): Port => Port.of(number);
