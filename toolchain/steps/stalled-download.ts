import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { endWithThisProcess } from "./command.ts";

export interface Download {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where what it fetches appears. */
  readonly folders: readonly string[];
  readonly log: string;
  /** How long nothing may arrive. */
  readonly patience?: number;
}

const PATIENCE_MILLISECONDS = 6000;
const CHECK_MILLISECONDS = 250;

/**
 * Runs a command that downloads, and ends it when nothing arrives for a few seconds. A closed network often
 * swallows packets, and the command itself would wait for minutes.
 */
export function download({
  command,
  args,
  cwd,
  env,
  folders,
  log,
  patience = PATIENCE_MILLISECONDS,
}: Download): Promise<boolean> {
  mkdirSync(dirname(log), { recursive: true });
  const output = createWriteStream(log);
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let seen = -1;
    let moved = performance.now();
    const progress = (bytes: number): void => {
      if (bytes === seen) return;
      seen = bytes;
      moved = performance.now();
    };
    const watch = setInterval(() => {
      progress(folders.reduce((sum, folder) => sum + bytesIn(folder), 0));
      if (performance.now() - moved > patience) endGroup(child.pid);
    }, CHECK_MILLISECONDS);
    endWithThisProcess({
      kill: () => endGroup(child.pid),
      once: (event, listener) => child.once(event, listener),
    });
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    const finish = (succeeded: boolean): void => {
      clearInterval(watch);
      output.end(() => {
        resolve(succeeded);
      });
    };
    // A log that can't be written means a disk on which nothing can arrive either.
    output.on("error", () => {
      clearInterval(watch);
      endGroup(child.pid);
      resolve(false);
    });
    child.once("error", () => {
      finish(false);
    });
    child.once("close", (code) => {
      finish(code === 0);
    });
  });
}

/** The vendor's script starts programs of its own; all of them must end. */
function endGroup(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, "SIGKILL");
  } catch {
    return false;
  }
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  let sum = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      sum += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return sum;
}
