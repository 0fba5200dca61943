import { spawn } from "node:child_process";

/** How a command ended, what it printed, and how long it took. */
export interface TimedResult {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

/** A command that runs. */
export interface RunningCommand {
  readonly result: Promise<TimedResult>;
  /** What it has printed so far. */
  readonly printed: () => string;
  /** Ends it and all that it started at once, as a machine that loses its power does. */
  readonly kill: () => void;
  /** Asks it to end in order. */
  readonly interrupt: () => void;
}

/** Starts a command without a terminal, in a process group of its own. */
export function startCommand(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
): RunningCommand {
  const start = performance.now();
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const end = (): void => {
    kill("SIGKILL");
  };
  process.once("exit", end);
  const result = new Promise<TimedResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", end);
      resolve({ exitCode: code ?? 137, output, seconds: (performance.now() - start) / 1000 });
    });
  });
  const interrupt = (): void => {
    kill("SIGTERM");
  };
  return { result, printed: () => output, kill: end, interrupt };
}
