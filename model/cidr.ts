import { isIPv4, isIPv6 } from "node:net";
import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

/** A range of IP addresses in CIDR notation, IPv4 or IPv6. */
export class Cidr {
  readonly family: 4 | 6;
  readonly text: string;
  /** Its first and its last address, as numbers. */
  private readonly first: bigint;
  private readonly last: bigint;

  private constructor(text: string, family: 4 | 6, first: bigint, last: bigint) {
    this.text = text;
    this.family = family;
    this.first = first;
    this.last = last;
  }

  /** @throws InvalidQuantity unless it is an address, `/` and a length, with no bit set behind that length. */
  static parse(text: string): Cidr {
    const [address = "", length = "", ...rest] = text.split("/");
    const family = isIPv4(address) ? 4 : isIPv6(address) && !/[.%]/.test(address) ? 6 : undefined;
    const width = family === 4 ? 32 : 128;
    if (family !== undefined && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= width) {
      const first = family === 4 ? ofIpv4(address) : ofIpv6(address);
      const size = 1n << BigInt(width - Number(length));
      if (first % size === 0n) return new Cidr(text, family, first, first + size - 1n);
    }
    throw new InvalidQuantity(
      "range of addresses",
      text,
      'a network such as "192.0.2.0/24" or "2001:db8::/32"',
    );
  }

  /** Whether any address is in both. */
  overlaps(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.last && other.first <= this.last;
  }

  toString(): string {
    return this.text;
  }
}

/** A range of IP addresses: `cidr("192.0.2.0/24")`. */
export const cidr = (text: string): Cidr => Cidr.parse(text);

const ofIpv4 = (address: string): bigint =>
  address.split(".").reduce((number, byte) => number * 256n + BigInt(byte), 0n);

function ofIpv6(address: string): bigint {
  const [head = [], tail = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n);
}
