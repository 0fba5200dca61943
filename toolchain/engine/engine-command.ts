import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { paths } from "../paths.ts";

/** Runs the engine in the foreground and answers its exit code. */
export function runEngine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return endOf(
    spawn(join(paths.bin, "pulumi"), args, { cwd: paths.root, env: environment, stdio: "inherit" }),
  );
}

/** The exit code of an engine that was started, once it has ended. */
export function endOf(engine: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    // A terminal sends its interrupt to the engine as well. The engine ends in order, and this waits for it.
    const wait = (): void => undefined;
    process.on("SIGINT", wait);
    const pass = (): boolean => engine.kill("SIGTERM");
    process.on("SIGTERM", pass);
    engine.once("error", reject);
    engine.once("close", (code, signal) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", pass);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

const STACK_NOT_FOUND = 6;

/** Runs the engine against the team's backend, where a stack must have been made once. */
export async function runOnBackend(
  stack: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const code = await runEngine(args, environment);
  if (code === STACK_NOT_FOUND) {
    process.stderr.write(
      `The backend has no stack "${stack}" yet. Make it once: "pulumi stack init ${stack}" in "make shell".\n`,
    );
  }
  return code;
}

/** What every run on a stack is given: the policies, and that stack's levels for them. */
export function stackArguments(stack: string): string[] {
  return [
    "--stack",
    stack,
    "--non-interactive",
    "--policy-pack",
    "policies",
    "--policy-pack-config",
    join("policies", "config", `${stack}.json`),
  ];
}
