import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { cgroupOf } from "../../../../toolchain/cluster/node/cgroups.ts";

/** What the kernel of the node holds a container's first process to. */
export interface NodeProcess {
  readonly containerId: string;
  /** Its number on this machine. */
  readonly pid: number;
  /** Path of its executable, in its own file system. */
  readonly executable: string;
  readonly uid: number;
  /** 2 is a filter. */
  readonly seccomp: number;
  readonly noNewPrivileges: boolean;
  /** Effective capabilities, as a mask. */
  readonly capabilities: bigint;
  readonly readOnlyRoot: boolean;
  readonly memoryLimit: number;
}

const isVersion2 = (): boolean => readdirSync("/sys/fs/cgroup").some((name) => name === "cgroup.controllers");
const memoryHierarchy = (): string => (isVersion2() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory");

/** The executables of a pod's sandbox, and of what prepares a container: runc runs as a copy of itself in memory. */
const notYet = /^\/(?:program|pause)$|^\/memfd:|\/runc(?: \(deleted\))?$/;

/** The containers of a pod that have a process on the node at this moment, without the pod's sandbox. */
export function runningContainers(cluster: Cluster, podUid: string): NodeProcess[] {
  const pods = join(memoryHierarchy(), cgroupOf(cluster.folder), "kubepods");
  return ["", "burstable", "besteffort"].flatMap((quality) => {
    const pod = join(pods, quality, `pod${podUid}`);
    return foldersIn(pod).flatMap((containerId) => {
      const group = join(pod, containerId);
      const process = firstProcess(group);
      return process === undefined || notYet.test(process.executable)
        ? []
        : [{ containerId, ...process, memoryLimit: memoryLimitOf(group) }];
    });
  });
}

/**
 * The one that began the container, and ends it when it ends. The kernel lists a group by number, and numbers
 * begin again at the top of their range: the lowest may be any child.
 */
function firstProcess(group: string): Omit<NodeProcess, "containerId" | "memoryLimit"> | undefined {
  for (const pid of processesOf(group)) {
    const process = withoutTheEnded(() => readProcess(pid));
    if (process !== undefined) return process;
  }
  return undefined;
}

const processesOf = (group: string): string[] =>
  (withoutTheEnded(() => readFileSync(join(group, "cgroup.procs"), "utf8")) ?? "")
    .split("\n")
    .filter((pid) => pid !== "");

function readProcess(pid: string): Omit<NodeProcess, "containerId" | "memoryLimit"> | undefined {
  const status = new Map(
    readFileSync(`/proc/${pid}/status`, "utf8")
      .split("\n")
      .map((line): [string, string] => [line.split(":")[0] ?? "", line.split(":")[1]?.trim() ?? ""]),
  );
  if (!isFirst(status.get("NSpid") ?? "")) return undefined;
  // A process that has ended and is not yet collected runs nothing.
  if (status.get("State")?.startsWith("Z") === true) return undefined;
  const root = readFileSync(`/proc/${pid}/mountinfo`, "utf8")
    .split("\n")
    .find((line) => line.split(" ")[4] === "/");
  return {
    pid: Number(pid),
    executable: readlinkSync(`/proc/${pid}/exe`),
    uid: Number(status.get("Uid")?.split("\t")[0]),
    seccomp: Number(status.get("Seccomp")),
    noNewPrivileges: status.get("NoNewPrivs") === "1",
    capabilities: BigInt(`0x${status.get("CapEff") ?? "0"}`),
    readOnlyRoot: root?.split(" ")[5]?.split(",").includes("ro") ?? false,
  };
}

/** Whether a process is the first of its own namespace, which is the last of those that it is counted in. */
const isFirst = (numbers: string): boolean => numbers.split("\t").at(-1) === "1";

/** What is read of a process, unless it ends meanwhile. */
function withoutTheEnded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH", "ENODEV", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

function memoryLimitOf(group: string): number {
  const file = isVersion2() ? "memory.max" : "memory.limit_in_bytes";
  try {
    return Number(readFileSync(join(group, file), "utf8"));
  } catch {
    return Number.NaN;
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
