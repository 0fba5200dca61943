import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../../steps/step.ts";

/** What limits a pod: without one of these the kubelet or runc would not start. */
const CONTROLLERS = ["cpu", "cpuset", "memory", "pids"];
const CONTROLLERS_OF_VERSION_1 = [...CONTROLLERS, "cpuacct", "devices", "freezer"];
const REMOVAL_TRIES = 50;
const REMOVAL_PAUSE_MILLISECONDS = 100;

/** One mounted cgroup hierarchy: one for each controller in version 1, one for all in version 2. */
export interface Hierarchy {
  readonly folder: string;
  readonly version: 1 | 2;
  /** What it controls; none for a hierarchy that only names groups, such as the service manager's. */
  readonly controllers: readonly string[];
}

/** The hierarchies in the text of a `/proc/<pid>/mountinfo`. */
export function hierarchiesIn(mountinfo: string): Hierarchy[] {
  return mountinfo.split("\n").flatMap((line): Hierarchy[] => {
    const [before = "", after = ""] = line.split(" - ");
    const folder = before.split(" ")[4] ?? "";
    const [type, , options = ""] = after.split(" ");
    if (type === "cgroup2") return [{ folder, version: 2, controllers: controllersOf(folder) }];
    if (type === "cgroup") return [{ folder, version: 1, controllers: options.split(",").slice(1) }];
    return [];
  });
}

/** The cgroup of a cluster, as a path from the root of every hierarchy; below it lie those of its pods. */
export function cgroupOf(instance: string): string {
  const hash = createHash("sha256").update(instance).digest("hex").slice(0, 8);
  return `/slipway-${basename(instance)}-${hash}`;
}

/** Why pods can't be limited on this machine; nothing where they can. It tries, since a mount may be read-only. */
export function whyNoCgroups(): string | undefined {
  const hierarchies = mounted();
  const needed = hierarchies.some(({ version }) => version === 1) ? CONTROLLERS_OF_VERSION_1 : CONTROLLERS;
  const missing = needed.filter((name) => !hierarchies.some(({ controllers }) => controllers.includes(name)));
  if (missing.length > 0) return `no cgroup controller for ${missing.join(", ")} is mounted`;
  const probe = `/slipway-probe-${process.pid}`;
  try {
    createCgroup(probe);
    removeNow(probe);
  } catch (error) {
    return `cgroups can't be made: ${(error as Error).message}`;
  }
  return undefined;
}

/** Makes the group in every hierarchy, ready to have groups below it. */
export function createCgroup(path: string): void {
  for (const { folder, version, controllers } of mounted()) {
    const group = join(folder, path);
    if (version === 2) delegate(folder, controllers);
    mkdirSync(group, { recursive: true });
    if (version === 2) delegate(group, controllers);
    else if (controllers.includes("cpuset")) inherit(folder, group);
  }
}

/** Removes the group and all below it. Its processes must be gone; the kernel may need a moment to notice. */
export async function removeCgroup(path: string): Promise<void> {
  for (let left = REMOVAL_TRIES; ; left--) {
    try {
      removeNow(path);
      return;
    } catch (error) {
      if (left === 0)
        throw new SetupError(
          `The cgroup ${path} can't be removed: ${(error as Error).message}. A process in it still runs: end it, then run this again.`,
        );
    }
    await sleep(REMOVAL_PAUSE_MILLISECONDS);
  }
}

function removeNow(path: string): void {
  for (const { folder } of mounted()) removeTree(join(folder, path));
}

/** A cgroup's files go with it, and can't be removed by themselves. */
function removeTree(group: string): void {
  if (!existsSync(group)) return;
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(group, entry.name));
  rmdirSync(group);
}

function mounted(): Hierarchy[] {
  return hierarchiesIn(readFileSync("/proc/self/mountinfo", "utf8"));
}

function controllersOf(folder: string): string[] {
  const file = join(folder, "cgroup.controllers");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(/\s+/).filter(Boolean) : [];
}

/** In version 2 a group hands each controller down to the groups below it, or they don't have it. */
function delegate(group: string, controllers: readonly string[]): void {
  const wanted = controllers.filter((name) => CONTROLLERS.includes(name)).map((name) => `+${name}`);
  if (wanted.length === 0) return;
  writeFileSync(join(group, "cgroup.subtree_control"), wanted.join(" "));
}

/** In version 1 a new group has no processors and no memory nodes, and takes no process. */
function inherit(parent: string, group: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"])
    writeFileSync(join(group, file), readFileSync(join(parent, file), "utf8"));
}
