import { execFile } from "node:child_process";

const ENOUGH_BYTES = 64 * 1024 ** 2;

/**
 * Runs a linter and reads the JSON that it prints. Its exit code is left aside: it counts findings, which the JSON holds.
 * @throws Error with what it said when it printed no JSON.
 */
export function jsonOutput(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: ENOUGH_BYTES }, (_, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${program} printed no findings, but:\n${stderr}${stdout.slice(0, 2_000)}`));
      }
    });
  });
}
