import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MILLISECONDS = 200;
const SETTLE_MILLISECONDS = 50;

export interface LockHolder {
  readonly pid: number;
  /** Tells a process from a later one that was given the same number. */
  readonly started: string;
}

/** Holds the lock while the work runs. Two set-ups at once would write the same files. */
export async function withLock<T>(
  file: string,
  onWait: (holder: LockHolder) => void,
  work: () => Promise<T>,
): Promise<T> {
  await acquire(file, onWait);
  const release = (): void => {
    rmSync(file, { force: true });
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

async function acquire(file: string, onWait: (holder: LockHolder) => void): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(
    own,
    JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies LockHolder),
  );
  try {
    for (let told = false; ;) {
      if (linked(own, file)) return;
      const holder = holderOf(file);
      if (holder === undefined || !isAlive(holder)) {
        if (await takenOver(own, file)) return;
        continue;
      }
      if (!told) onWait(holder);
      told = true;
      await sleep(POLL_MILLISECONDS);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Two may find the same dead holder; the last to rename has the lock, and both look who that was. */
async function takenOver(own: string, file: string): Promise<boolean> {
  const content = readFileSync(own, "utf8");
  renameSync(own, file);
  await sleep(SETTLE_MILLISECONDS);
  if (readFileSync(file, "utf8") === content) return true;
  writeFileSync(own, content);
  return false;
}

function holderOf(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, started }: LockHolder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return startOf(pid) === started;
}

function startOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
