import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { cgroupOf } from "../../../toolchain/cluster/node/cgroups.ts";
import { clusterPaths } from "../../../toolchain/cluster/paths.ts";

/** All processes in the PID namespace of the process. */
export function processesLike(pid: number): string[] {
  const wanted = readlinkSync(`/proc/${pid}/ns/pid`);
  return allProcesses().filter((other) => {
    try {
      return readlinkSync(`/proc/${other}/ns/pid`) === wanted;
    } catch {
      return false;
    }
  });
}

/** All processes whose command line names the folder. */
export function processesOf(folder: string): string[] {
  return allProcesses().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}

function allProcesses(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** How the host would reach the address: through the cluster's interface, while there is one. */
export function hostRoutesTo(url: string): string {
  return execFileSync("ip", ["route", "get", new URL(url).hostname], { encoding: "utf8" });
}

/** The group of this checkout's cluster of that name, once for each hierarchy that has it. */
export function cgroupsOf(name: string): string[] {
  const own = cgroupOf(clusterPaths.instance(name));
  const root = "/sys/fs/cgroup";
  if (!existsSync(root)) return [];
  return [root, ...readdirSync(root).map((hierarchy) => join(root, hierarchy))]
    .filter((folder) => existsSync(join(folder, "cgroup.procs")))
    .flatMap((folder) => readdirSync(folder))
    .filter((group) => `/${group}` === own);
}
