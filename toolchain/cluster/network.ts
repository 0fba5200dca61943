import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { SetupError } from "../steps/step.ts";
import { candidates, type ClusterAddresses } from "./addresses.ts";

const execute = promisify(execFile);
const PREFIX = 30;

/**
 * Gives the host one end of a pair whose other end is in the network namespace of the process, on addresses that no
 * other cluster has. The name of the host's interface is the claim: the kernel gives it once. Both ends go with the namespace.
 */
export async function connectToHost(folder: string, processInside: number): Promise<ClusterAddresses> {
  const taken = await interfaceNames();
  for (const addresses of candidates(folder)) {
    const { hostInterface, nodeInterface, host } = addresses;
    if (taken.has(hostInterface)) continue;
    const pair = ["link", "add", hostInterface, "type", "veth"];
    try {
      await ip([...pair, "peer", "name", nodeInterface, "netns", String(processInside)]);
    } catch (error) {
      if (String(error).includes("File exists")) continue;
      throw error;
    }
    await ip(["address", "add", `${host}/${PREFIX}`, "dev", hostInterface]);
    await ip(["link", "set", hostInterface, "up"]);
    return addresses;
  }
  throw new SetupError(
    "Every pair of addresses in 198.18.0.0/15 is taken. Stop a cluster: make cluster-down.",
  );
}

/** Sets up what is inside of the namespace. Nothing leads out of it but the pair to the host. */
export async function setUpNamespace({ node, nodeInterface, serviceRange }: ClusterAddresses): Promise<void> {
  await ip(["link", "set", "lo", "up"]);
  await ip(["address", "add", `${node}/${PREFIX}`, "dev", nodeInterface]);
  await ip(["link", "set", nodeInterface, "up"]);
  await ip(["route", "add", "blackhole", "default"]);
  // Without a route a local connection to a service would fail before it meets kube-proxy's rules.
  await ip(["link", "add", "services", "type", "veth", "peer", "name", "services-end"]);
  await ip(["link", "set", "services-end", "up"]);
  await ip(["link", "set", "services", "up"]);
  await ip(["route", "add", serviceRange, "dev", "services", "src", node]);
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
  // A killed process's connection to a pod that is gone would hold the namespace for as long as its last words are
  // sent again: 8 times, which is over 100 s.
  writeFileSync("/proc/sys/net/ipv4/tcp_orphan_retries", "1");
}

/** Whether the host still has the cluster's interface: it goes a moment after the last process of the namespace. */
export async function isConnected({ hostInterface }: ClusterAddresses): Promise<boolean> {
  return (await interfaceNames()).has(hostInterface);
}

async function interfaceNames(): Promise<ReadonlySet<string>> {
  const { stdout } = await execute("ip", ["-json", "link", "show"]);
  return new Set((JSON.parse(stdout) as readonly { readonly ifname: string }[]).map(({ ifname }) => ifname));
}

async function ip(args: readonly string[]): Promise<void> {
  try {
    await execute("ip", args);
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr).trim();
    throw new SetupError(`"ip ${args.join(" ")}" failed: ${said}`);
  }
}
