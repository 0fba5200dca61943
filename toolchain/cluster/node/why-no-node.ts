import { readFileSync } from "node:fs";
import { whyNoDebian } from "../debian.ts";
import { whyNoCgroups } from "./cgroups.ts";

/** Why this machine can't run the node, in a line; nothing where it can. */
export function whyNoNode(): string | undefined {
  if (process.platform !== "linux") return `a node needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "a node needs root, to make containers";
  const missing = missingCapabilities(readFileSync("/proc/self/status", "utf8"));
  if (missing.length > 0) return `a node needs ${missing.join(" and ")}, which this process lacks`;
  return whyNoDebian() ?? whyNoCgroups();
}

const NEEDED = { CAP_NET_ADMIN: 12, CAP_SYS_CHROOT: 18, CAP_SYS_ADMIN: 21 };

/** What a node needs of those in the text of a `/proc/<pid>/status`. */
export function missingCapabilities(status: string): string[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  return Object.entries(NEEDED)
    .filter(([, bit]) => ((effective >> BigInt(bit)) & 1n) === 0n)
    .map(([name]) => name);
}
