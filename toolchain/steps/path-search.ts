import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";

/** The executable of the machine that a shell would find: what a set-up made, here or in another copy, is none. */
export function findOnPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.split(sep).includes(".toolchain"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
