import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { saysDiskIsFull } from "./disk.ts";
import { SetupError } from "./step.ts";

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it prints goes here, and is shown when it fails. */
  readonly log: string;
  /** What to do when it fails. */
  readonly advice: string;
}

const SHOWN_LINES = 15;

/** Runs a command to its end. */
export async function run({ command, args, cwd, env, log, advice }: Command): Promise<void> {
  await mkdir(dirname(log), { recursive: true });
  const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    const output = createWriteStream(log);
    output.on("error", reject);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    endWithThisProcess(child);
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    child.once("error", (error) => {
      reject(new SetupError(`${command} could not be started: ${error.message}. ${advice}`));
    });
    child.once("close", (exitCode, signal) => {
      output.end(() => {
        resolve(exitCode ?? signal);
      });
    });
  });
  if (code === 0) return;
  const said = await readFile(log, "utf8");
  const shown = said.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  const what = `${command} ${args[0] ?? ""} failed (${String(code)})`;
  const reason = saysDiskIsFull(said) ? "The disk is full. Free some, then run this again." : advice;
  throw new SetupError(`${what}.\n${shown}\nThe whole log is ${log}.\n${reason}`);
}

/** An interrupted set-up must not leave a build running on its own. */
export function endWithThisProcess(child: {
  kill(signal?: NodeJS.Signals): boolean;
  once(event: "close", listener: () => void): unknown;
}): void {
  const end = (): void => {
    child.kill("SIGTERM");
  };
  process.once("exit", end);
  child.once("close", () => {
    process.off("exit", end);
  });
}
