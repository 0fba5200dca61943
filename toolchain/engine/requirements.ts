import { readManifest, type Manifest } from "../manifest.ts";
import { configuredBackend, type Backend } from "./backend.ts";
import { readProject, stackNames, type Project } from "./project.ts";

export interface StackRun {
  readonly stack: string;
  readonly project: Project;
  readonly manifest: Manifest;
  readonly backend: Backend | undefined;
}

/** What a person who typed a command is told when it cannot be done; no stack trace is printed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Finds out all that a run on a stack needs to know, and refuses with a plain sentence what cannot be. */
export function requireStack(stack: string | undefined, allowed: readonly string[] = stackNames()): StackRun {
  const name = stack === undefined || stack === "" ? "dev" : stack;
  if (!allowed.includes(name)) {
    throw new UsageError(`There is no stack "${name}". Say STACK= and one of: ${allowed.join(", ")}.`);
  }
  const manifest = readManifest();
  if (manifest === undefined) throw new UsageError('The toolchain is not set up. Run "make setup".');
  const project = readProject();
  return { stack: name, project, manifest, backend: configuredBackend(project) };
}

/** Runs a command to its exit code, and prints an error as its sentence; `failed` is the code of an error. @default 1 */
export async function exitWith(command: () => Promise<number>, failed = 1): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const isPlain = error instanceof UsageError;
    const text =
      error instanceof Error ? (isPlain ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = failed;
  }
}
