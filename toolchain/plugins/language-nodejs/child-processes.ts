import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

const GRACE_MILLISECONDS = 5000;
const running = new Set<ChildProcess>();

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts a child that ends with this process, and tells how it ended. */
export function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): { child: ChildProcess; exit: Promise<Exit> } {
  const child = spawn(command, args, options);
  running.add(child);
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once("error", (error) => {
      running.delete(child);
      reject(error);
    });
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, exit };
}

/** Asks the child to end, and kills it when it does not. */
export function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  setTimeout(() => child.kill("SIGKILL"), GRACE_MILLISECONDS).unref();
}

export function stopAll(signal: NodeJS.Signals): void {
  for (const child of running) stop(child, signal);
}

/** Leaves no child behind, however this process ends. */
export function endChildrenWithThisProcess(): void {
  process.on("exit", () => {
    for (const child of running) child.kill("SIGKILL");
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      if (running.size === 0) process.exit(0);
      stopAll(signal);
      setTimeout(() => process.exit(0), GRACE_MILLISECONDS).unref();
      const waiting = setInterval(() => {
        if (running.size === 0) {
          clearInterval(waiting);
          process.exit(0);
        }
      }, 20);
    });
  }
}
