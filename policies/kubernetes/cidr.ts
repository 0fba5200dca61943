import { BlockList, isIP } from "node:net";

const families = { 4: { name: "ipv4", bits: 32 }, 6: { name: "ipv6", bits: 128 } } as const;

/** Whether a block of addresses, as `10.0.0.0/8` or `fd00::/8`, holds an address. Anything else holds none. */
export function holdsAddress(block: unknown, address: string): boolean {
  const [network = "", prefix, ...rest] = typeof block === "string" ? block.split("/") : [];
  const version = isIP(network);
  if ((version !== 4 && version !== 6) || isIP(address) !== version || rest.length > 0) return false;
  const { name, bits } = families[version];
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  if (length > bits) return false;
  const list = new BlockList();
  list.addSubnet(network, length, name);
  return list.check(address, name);
}
