import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file so that a reader finds the old one or the new one whole. */
export function writeWhole(file: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, file);
}

/** Puts a finished folder in its place, which need not be there yet; what was there is gone afterwards. */
export async function replaceFolder(finished: string, place: string): Promise<void> {
  const old = `${finished}.old`;
  await mkdir(dirname(place), { recursive: true });
  await rename(place, old).catch(ignoreMissing);
  await rename(finished, place);
  await rm(old, { recursive: true, force: true });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
