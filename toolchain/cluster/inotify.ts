import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { SetupError } from "../steps/step.ts";

/** Measured: API server 6, controllers 8, scheduler 3, kubelet 6, the node's other programs 3; and a margin. */
const NEEDED = 30;
const LIMIT_FILE = "/proc/sys/fs/inotify/max_user_instances";

/**
 * The kernel gives a user a number of inotify instances, 128 as it comes, and Kubernetes fails in odd ways without one.
 * Throws when there are too few left for a cluster.
 */
export function requireInotify(): void {
  const limit = Number(readFileSync(LIMIT_FILE, "utf8"));
  const left = limit - instancesInUse();
  if (left >= NEEDED) return;
  throw new SetupError(
    `Of the ${limit} inotify instances that a user may have, ${Math.max(left, 0)} are left, and a cluster takes ${NEEDED}. ` +
      `Stop another cluster, or raise the limit: sysctl fs.inotify.max_user_instances=${limit * 4}`,
  );
}

function instancesInUse(): number {
  const user = process.geteuid?.();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + instancesOf(`/proc/${pid}`, user), 0);
}

function instancesOf(folder: string, user: number | undefined): number {
  try {
    if (statSync(folder).uid !== user) return 0;
    return readdirSync(`${folder}/fd`).filter((file) => isInotify(`${folder}/fd/${file}`)).length;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

function isInotify(file: string): boolean {
  try {
    return readlinkSync(file) === "anon_inode:inotify";
  } catch {
    return false;
  }
}
