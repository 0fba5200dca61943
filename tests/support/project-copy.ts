import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

const linked = ["node_modules", ".toolchain"];

/** A copy of the project that a test may change, with the set-up of the original. */
export interface ProjectCopy {
  readonly folder: string;
  /** Replaces text in a file. @throws Error when the text is not there, or the test would change nothing. */
  replace(file: string, text: string, by: string): void;
  remove(): void;
}

/** Copies every file that git knows or would take; the toolchain and the packages are linked. */
export function copyProject(): ProjectCopy {
  const parent = join(root, ".toolchain", "e2e");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "project-"));
  // Git refuses a folder of another user's, such as a checkout that root tests.
  const git = ["-c", "safe.directory=*", "ls-files"];
  const files = execFileSync("git", [...git, "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
  })
    .toString()
    .split("\0")
    // In a second work tree they may be links themselves, which git takes for files.
    .filter((file) => file !== "" && !linked.includes(file));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  for (const name of linked) symlinkSync(join(root, name), join(folder, name));
  return {
    folder,
    replace(file, text, by) {
      const path = join(folder, file);
      const before = readFileSync(path, "utf8");
      if (!before.includes(text)) throw new Error(`${file} has no ${JSON.stringify(text)}`);
      writeFileSync(path, before.replace(text, by));
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
