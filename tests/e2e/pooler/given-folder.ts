import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { give, serverUser } from "../backup/unprivileged.ts";

export { serverUser };

/** Gives a folder with all below it to the servers' user, and nobody else: they refuse a key that others may read. */
export function giveTree(path: string): void {
  give(path, serverUser);
  const isFolder = lstatSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o700 : 0o600);
  if (isFolder) for (const name of readdirSync(path)) giveTree(join(path, name));
}
