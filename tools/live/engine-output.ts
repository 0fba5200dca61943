import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { endOf } from "../../toolchain/engine/engine-command.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { paths } from "../../toolchain/paths.ts";

/** Runs the engine, with its progress shown, and answers what it printed on its standard output. */
export async function captureEngine(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ exitCode: number; output: string }> {
  const child = spawn(engine, args, { ...inProject(environment), stdio: ["ignore", "pipe", "inherit"] });
  const output = collect(child.stdout);
  return { exitCode: await endOf(child), output: output() };
}

/** Runs the engine with all that it prints shown, and answers what it printed on its standard error. */
export async function runReadingErrors(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ exitCode: number; errors: string }> {
  const child = spawn(engine, args, { ...inProject(environment), stdio: ["ignore", "inherit", "pipe"] });
  child.stderr.pipe(process.stderr, { end: false });
  const errors = collect(child.stderr);
  return { exitCode: await endOf(child), errors: errors() };
}

/** Runs the engine with a line to read on its standard input, and answers what it printed on its standard error. */
export async function runWithInput(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  line: string,
): Promise<{ exitCode: number; errors: string }> {
  const child = spawn(engine, args, { ...inProject(environment), stdio: ["pipe", "inherit", "pipe"] });
  child.stderr.pipe(process.stderr, { end: false });
  // An engine that ends before it has read says why by itself.
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${line}\n`);
  const errors = collect(child.stderr);
  return { exitCode: await endOf(child), errors: errors() };
}

const engine = join(paths.bin, "pulumi");
const inProject = (environment: NodeJS.ProcessEnv) => ({ cwd: paths.root, env: environment });

function collect(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => (text += chunk));
  return () => text;
}

/** What the engine printed with `--json`, or as a state. @throws UsageError when that is no JSON. */
export function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    const start = output.trim().slice(0, 300);
    throw new UsageError(
      `The engine printed no JSON where it should have${start === "" ? ": it printed nothing." : `. It printed:\n${start}`}`,
    );
  }
}

interface Diagnostic {
  readonly severity?: string;
  readonly message?: string;
}

/** Why the engine failed, by what it printed with `--json`: its errors, or all messages where it has no errors. */
export function failureIn(output: string): string {
  const { diagnostics = [] } = parseOutput(output) as { readonly diagnostics?: readonly Diagnostic[] };
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const said = (errors.length > 0 ? errors : diagnostics)
    .map(({ message = "" }) => message.trim())
    .filter((message) => message !== "");
  return said.length > 0 ? said.join("\n") : "The engine failed and gave no other reason than the above.";
}
