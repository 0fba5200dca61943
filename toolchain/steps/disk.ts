import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { SetupError } from "./step.ts";

const GIGABYTE = 1024 ** 3;

export interface DiskNeed {
  readonly what: string;
  readonly directory: string;
  readonly bytes: number;
}

/** Asks before the work starts: running out in the middle costs minutes and a confusing error. */
export async function requireDisk(need: DiskNeed): Promise<void> {
  const free = await freeBytes(need.directory);
  if (free < need.bytes) throw new SetupError(diskMessage(need, free));
}

/** The free disk where the folder is, or will be. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(existingParent(directory));
  return bavail * bsize;
}

function existingParent(directory: string): string {
  return existsSync(directory) ? directory : existingParent(dirname(directory));
}

export function diskMessage({ what, directory, bytes }: DiskNeed, free: number): string {
  return `${what} needs ${gigabytes(bytes)} of free disk in ${directory}, and ${gigabytes(free)} is there. Free some, then run this again.`;
}

export function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}

export function saysDiskIsFull(text: string): boolean {
  return /ENOSPC|no space left on device|EDQUOT|disk quota exceeded/i.test(text);
}
