import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { privateRanges, unroutableRanges } from "../../../model/address-ranges.ts";
import { cidr } from "../../../model/cidr.ts";
import { InvalidQuantity } from "../../../model/quantities/invalid-quantity.ts";

const ipv4 = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => ({ network: address - (address % 2 ** (32 - length)), length }));

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

describe("a range of addresses", () => {
  it.each(["0.0.0.0/0", "10.0.0.0/8", "192.0.2.1/32", "::/0", "2001:db8::/32", "fe80::/10", "::1/128"])(
    "can be %s",
    (text) => {
      expect(cidr(text).toString()).toBe(text);
    },
  );

  it.each([
    "10.0.0.0",
    "10.0.0.1/8",
    "10.0.0.0/33",
    "010.0.0.0/8",
    "2001:db8::1/32",
    "::/129",
    "::ffff:10.0.0.0/104",
    "fe80::%eth0/64",
    "10.0.0.0/8/8",
    "",
  ])("is not %j", (text) => {
    expect(() => cidr(text)).toThrow(InvalidQuantity);
    expect(() => cidr(text)).toThrow(`${JSON.stringify(text)} is not a range of addresses; write a network`);
  });

  it("overlaps another when one holds the other's first address", () => {
    const holds = (whole: { network: number; length: number }, address: number): boolean => {
      const list = new BlockList();
      list.addSubnet(dotted(whole.network), whole.length);
      return list.check(dotted(address));
    };
    fc.assert(
      fc.property(ipv4, ipv4, (one, other) => {
        const [a, b] = [one, other].map(({ network, length }) => cidr(`${dotted(network)}/${length}`));
        expect(b && a?.overlaps(b)).toBe(holds(one, other.network) || holds(other, one.network));
      }),
    );
  });

  it("of one family never overlaps one of the other", () => {
    expect(cidr("0.0.0.0/0").overlaps(cidr("::/0"))).toBe(false);
    expect(cidr("fc00::/7").overlaps(cidr("fd00:ec2::254/128"))).toBe(true);
    expect(cidr("fc00::/7").overlaps(cidr("fe80::/10"))).toBe(false);
  });
});

it.each([
  "169.254.169.254/32",
  "100.100.100.200/32",
  "192.0.0.192/32",
  "168.63.129.16/32",
  "fd00:ec2::254/128",
])("the metadata service at %s is in a range that third parties are not in", (address) => {
  expect([...privateRanges, ...unroutableRanges].some((range) => range.overlaps(cidr(address)))).toBe(true);
});
