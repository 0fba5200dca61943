import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** As a person's git, without that person's settings. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "a test",
  GIT_AUTHOR_EMAIL: "test@example.invalid",
  GIT_COMMITTER_NAME: "a test",
  GIT_COMMITTER_EMAIL: "test@example.invalid",
};

export const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: folder, env: gitEnvironment, encoding: "utf8", stdio: "pipe" });

/** A repository in a temporary folder, with one commit of these files. */
export function scratchRepository(files: Readonly<Record<string, string>>): {
  readonly folder: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), "slipway-planted-"));
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const [file, text] of Object.entries(files)) writeIn(folder, file, text);
  git(folder, "add", "--force", ".");
  git(folder, "commit", "--quiet", "--message=planted");
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function writeIn(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
