import { execFileSync } from "node:child_process";
import type { ClusterContext } from "../program.ts";

/**
 * Keeps pods from the host at the other end of the cluster's pair: its answers would not find the way back to a pod's
 * address. Pods are told so at once.
 */
export function keepPodsFromHost({ addresses }: Pick<ClusterContext, "addresses">): void {
  const { podRange, host } = addresses;
  execFileSync("ip", ["rule", "add", "prohibit", "from", podRange, "to", host, "priority", "100"]);
}
