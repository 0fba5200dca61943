import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../toolchain/paths.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";
import { bareProject } from "./toolchain-program.ts";

let project: ReturnType<typeof bareProject> | undefined;

/** A project with what this one's set-up has made already, so that only what the test is about is done again. */
export function startProject(...made: ("node" | "pulumi")[]): string {
  project = bareProject();
  for (const name of made) {
    const place = join(paths.tools, name);
    if (existsSync(place)) cpSync(place, join(project.folder, ".toolchain", name), { recursive: true });
  }
  return project.folder;
}

/** Removes the project that was started last. */
export function removeProject(): void {
  project?.remove();
}

/** Runs the set-up of a project. */
export const setUp = (folder: string, env: NodeJS.ProcessEnv = process.env): Promise<CommandResult> =>
  runCommand("sh", ["toolchain/bootstrap.sh"], { cwd: folder, env });
