import { type ChildProcess, spawn } from "node:child_process";
import { podUser } from "./unprivileged.ts";

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  /** What it printed for other programs. */
  readonly output: string;
  /** What it said, a JSON object a line. */
  readonly said: string;
  readonly seconds: number;
}

/** A run that is under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/**
 * Starts the program as its pod would: as a user without privileges, with nothing in its environment but what is given,
 * and without a folder that it may write to.
 */
export function start(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const started = performance.now();
  const child = spawn(program, args, {
    ...podUser,
    cwd: "/",
    env: { TMPDIR: "/nonexistent", HOME: "/nonexistent", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output, said, seconds: (performance.now() - started) / 1000 });
    });
  });
  return { process: child, ended };
}
