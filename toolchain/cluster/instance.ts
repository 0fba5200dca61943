import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeWhole } from "../steps/atomic-file.ts";
import { isAlive, type LockHolder } from "../steps/lock.ts";
import type { ClusterAddresses } from "./addresses.ts";
import type { Cluster } from "./description.ts";
import { isConnected } from "./network.ts";
import { removeNodeLeftovers } from "./node/node.ts";
import { clusterPaths } from "./paths.ts";

const END_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;

/** What is kept of a running cluster, for those who come later. */
export interface Instance {
  readonly cluster: Cluster;
  readonly addresses: ClusterAddresses;
  /** Tells the supervisor from a later process that was given the same number. */
  readonly supervisorStarted: string;
  /** As {@link networkNamespaceOf} tells it. A record without it does not say which processes are the cluster's guests. */
  readonly networkNamespace?: string;
}

export function writeInstance(instance: Instance): void {
  writeWhole(recordOf(instance.cluster.name), JSON.stringify(instance, undefined, 2) + "\n", 0o600);
}

/** What was kept of the cluster of that name, whether it runs or not. */
export function readInstance(name: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(recordOf(name), "utf8")) as Instance;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function isRunning({ cluster, supervisorStarted }: Instance): boolean {
  return startOf(cluster.supervisor) === supervisorStarted;
}

/** When the process was started, in clock ticks since the machine was; nothing when there is none. */
export function startOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the name, may hold spaces and brackets of its own.
    const [state, ...rest] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

/**
 * Ends all processes of the cluster at once: the kernel does, when the first of their namespace ends.
 * @throws Error When a process or the network namespace is still there after {@link END_MILLISECONDS}.
 */
export async function endInstance(instance: Instance): Promise<void> {
  if (isRunning(instance)) process.kill(instance.cluster.supervisor, "SIGKILL");
  const patience = AbortSignal.timeout(END_MILLISECONDS);
  for (;;) {
    const runs = isRunning(instance);
    // While its interface is there, so is the namespace, and no other can have got its number.
    const connected = await isConnected(instance.addresses);
    if (!runs && !connected) return;
    // Each time anew: one that is killed may just have started another.
    const guests = connected ? endGuests(instance) : [];
    if (patience.aborted) throw new Error(whatIsLeft(instance, runs, guests));
    await sleep(POLL_MILLISECONDS);
  }
}

function whatIsLeft({ cluster, addresses }: Instance, runs: boolean, guests: readonly number[]): string {
  const what = runs
    ? `its first process, ${cluster.supervisor}, was killed and does not end`
    : guests.length > 0
      ? `processes in its network namespace were killed and do not end: ${guests.join(", ")}`
      : `its processes are gone, but the kernel keeps its network interface ${addresses.hostInterface}`;
  return `The cluster ${cluster.name} does not end within ${END_MILLISECONDS / 1000} s: ${what}.`;
}

/** Commands that were run inside hold the network namespace when all else of the cluster is gone. Says which they are. */
function endGuests(instance: Instance): number[] {
  const pids = entriesOf("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  const namespaces = new Map(pids.map((pid) => [pid, networkNamespaceOf(pid)]));
  const guests = guestsOf(instance, namespaces);
  for (const pid of guests) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  return guests;
}

/**
 * The processes in the cluster's network namespace. None where the record doesn't name one, or names that of this
 * process or of the machine's first: such a record is wrong, and all others would be strangers.
 * @param namespaces What {@link networkNamespaceOf} tells of each process.
 */
export function guestsOf(
  { networkNamespace }: Pick<Instance, "networkNamespace">,
  namespaces: ReadonlyMap<number, string | undefined>,
  self: number = process.pid,
): number[] {
  if (networkNamespace?.startsWith("net:[") !== true) return [];
  const own = namespaces.get(self);
  if (own === undefined || own === networkNamespace || namespaces.get(1) === networkNamespace) return [];
  return [...namespaces].filter(([, namespace]) => namespace === networkNamespace).map(([pid]) => pid);
}

/** What tells a process's network namespace from all others; nothing when the process is gone or not ours to read. */
export function networkNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

/** Removes what a cluster that does not run any more has left. Its logs stay until the next one of that name starts. */
export async function clearInstance(name: string): Promise<void> {
  const folder = clusterPaths.instance(name);
  await removeNodeLeftovers(folder);
  for (const entry of entriesOf(folder))
    if (entry !== "log") await rm(join(folder, entry), { recursive: true, force: true });
}

/** The names of all instances of which anything is there. */
export function instanceNames(): string[] {
  return entriesOf(clusterPaths.instances).filter((entry) => !entry.includes("."));
}

/** Held by whoever starts or stops the cluster of that name. */
export function lockOf(name: string): string {
  return join(clusterPaths.instances, `${name}.lock`);
}

/** Whether somebody starts or stops the cluster of that name at this moment. */
export function isLocked(name: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(lockOf(name), "utf8")) as LockHolder);
  } catch {
    return false;
  }
}

/** Starts the instance's folder anew, without the logs of the one before. */
export async function renewFolder(name: string): Promise<string> {
  await clearInstance(name);
  const folder = clusterPaths.instance(name);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function recordOf(name: string): string {
  return join(clusterPaths.instance(name), "cluster.json");
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
