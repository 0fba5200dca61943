import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
// The last label is never a number, or an IP address would pass.
const fullyQualified = new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`);

/** A fully qualified DNS name in lower case (RFC 1123, at most 253 characters). */
export class Hostname {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** @throws InvalidQuantity */
  static parse(text: string): Hostname {
    if (text.length > 253 || !fullyQualified.test(text)) {
      throw new InvalidQuantity("hostname", text, 'a full DNS name in lower case such as "api.example.com"');
    }
    return new Hostname(text);
  }

  toString(): string {
    return this.name;
  }
}
