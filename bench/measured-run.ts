import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

/** What one run of a command took. */
export interface Measurement {
  readonly seconds: number;
  /** The most memory that the command and all its children held at once, in mebibytes, looked at ten times a second. */
  readonly peakMebibytes: number;
}

const list = promisify(execFile);

/**
 * Runs a command to its end and measures it.
 * @throws Error with the command's output when it fails: a failed run is no measurement.
 */
export async function measure(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Measurement> {
  const start = performance.now();
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  let peak = 0;
  const watch = setInterval(() => {
    void residentKibibytes(child.pid ?? 0).then((resident) => (peak = Math.max(peak, resident)));
  }, 100);
  const exitCode = await ended.finally(() => {
    clearInterval(watch);
  });
  if (exitCode !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${exitCode ?? "a signal"}:\n${output}`);
  return { seconds: (performance.now() - start) / 1000, peakMebibytes: peak / 1024 };
}

async function residentKibibytes(root: number): Promise<number> {
  const { stdout } = await list("ps", ["-A", "-o", "pid=,ppid=,rss="]);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const tree = new Set([root]);
  // A child may be listed before its parent, so the list is gone through until nothing is added.
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const [pid = 0, parent = 0] of rows) if (tree.has(parent)) tree.add(pid);
  }
  return rows.reduce((sum, [pid = 0, , resident = 0]) => (tree.has(pid) ? sum + resident : sum), 0);
}

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
