import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../steps/atomic-file.ts";

/**
 * Makes a folder that the engine takes for a file backend with an empty stack in it. The engine's own
 * `stack init` does the same in half a second, and writes into the stack's file in the work tree.
 */
export function ensureStack(folder: string, project: string, stack: string): void {
  const meta = join(folder, ".pulumi", "meta.yaml");
  if (!existsSync(meta)) writeWhole(meta, "version: 1\n");
  const checkpoint = checkpointFile(folder, project, stack);
  if (existsSync(checkpoint)) return;
  const empty = { version: 3, checkpoint: { stack: `organization/${project}/${stack}` } };
  writeWhole(checkpoint, `${JSON.stringify(empty)}\n`, 0o600);
}

export function checkpointFile(folder: string, project: string, stack: string): string {
  return join(folder, ".pulumi", "stacks", project, `${stack}.json`);
}
