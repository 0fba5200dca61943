import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Who holds the lock of a stack. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** When it took the lock, in RFC 3339. */
  readonly since: string;
}

/** The lock of a stack. Not every backend says who holds it. */
export interface StackLock {
  readonly holders: readonly LockHolder[];
}

/** The lock that kept the engine from running, by what it printed on its standard error. */
export function lockIn(errors: string): StackLock | undefined {
  const text = stripVTControlCharacters(errors);
  if (!/the stack is currently locked by|Another update is currently in progress/.test(text))
    return undefined;
  const holders = [...text.matchAll(/created by (.+)@([^@\s]+) \(pid (\d+)\) at (\S+)/g)].map(
    ([, user = "", host = "", pid, since = ""]) => ({ user, host, pid: Number(pid), since }),
  );
  return { holders };
}

/** What may be done about a lock: free it, ask first, or leave it because its update may still run. */
export type LockVerdict = "free" | "ask" | "leave";

export function verdictOn(
  { holders }: StackLock,
  given: {
    readonly host: string;
    readonly isRunning: (pid: number) => boolean;
    readonly isForced: boolean;
    readonly isTerminal: boolean;
  },
): LockVerdict {
  if (given.isForced) return "free";
  if (given.isTerminal) return "ask";
  const isDead = ({ host, pid }: LockHolder): boolean => host === given.host && !given.isRunning(pid);
  return holders.length > 0 && holders.every(isDead) ? "free" : "leave";
}

/** Whether a process of this machine runs. One that ended and that nobody has waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses before the state, and may hold any character.
    return /^ [ZX]/.test(status.slice(status.lastIndexOf(")") + 1));
  } catch {
    // Not every system has /proc, and there a signal is all there is to ask with.
    return false;
  }
}

/** The holders of a lock, for people. */
export const shownHolders = ({ holders }: StackLock): string =>
  holders.length === 0
    ? "somebody whom the backend does not name"
    : holders
        .map(({ user, host, pid, since }) => `${user} on ${host} (process ${pid}) since ${since}`)
        .join(", ");
