import { BlockList, isIPv6 } from "node:net";
import type { IPBlock } from "kubernetes-types/networking/v1.d.ts";

/** Whether an address is in a block and in none of its exceptions. */
export const holds = ({ cidr, except = [] }: IPBlock, ip: string): boolean =>
  inRange(cidr, ip) && !except.some((range) => inRange(range, ip));

const lists = new Map<string, BlockList>();

function inRange(cidr: string, ip: string): boolean {
  const family = isIPv6(cidr.split("/")[0] ?? "") ? "ipv6" : "ipv4";
  if (isIPv6(ip) !== (family === "ipv6")) return false;
  const list = lists.get(cidr) ?? listOf(cidr, family);
  lists.set(cidr, list);
  return list.check(ip, family);
}

function listOf(cidr: string, family: "ipv4" | "ipv6"): BlockList {
  const [network = "", length = ""] = cidr.split("/");
  const list = new BlockList();
  list.addSubnet(network, Number(length), family);
  return list;
}
