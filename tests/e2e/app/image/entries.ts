import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "./tar.ts";

/** A folder that only its owner changes, or with another mode everybody. */
export const folder = (path: string, mode = 0o755, owner = 0): Entry => ({
  kind: "folder",
  path,
  mode,
  owner,
});

/** A file with this text. */
export const text = (path: string, content: string, mode = 0o644): Entry => ({
  kind: "file",
  path,
  mode,
  content: Buffer.from(content),
});

/** A symbolic link. */
export const link = (path: string, target: string): Entry => ({ kind: "link", path, target });

/** A copy of a file of this machine; its mode becomes one of two, whatever the machine's umask was. */
export function copy(path: string, source: string, mode = modeOf(source)): Entry {
  return { kind: "file", path, mode, content: readFileSync(source) };
}

const modeOf = (file: string): number => ((lstatSync(file).mode & 0o100) === 0 ? 0o644 : 0o755);

/** A copy of a folder of this machine with everything below it that is kept. */
export function copyTree(
  path: string,
  source: string,
  keep: (path: string) => boolean = () => true,
): Entry[] {
  return [
    folder(path),
    ...readdirSync(source, { withFileTypes: true }).flatMap((entry): Entry[] => {
      const [place, from] = [`${path}/${entry.name}`, join(source, entry.name)];
      if (!keep(place)) return [];
      if (entry.isDirectory()) return copyTree(place, from, keep);
      return [entry.isSymbolicLink() ? link(place, readlinkSync(from)) : copy(place, from)];
    }),
  ];
}

/** An account of an image, by number and name; its group has the same name. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly home: string;
}

/** What every image has: accounts, a folder to write to, and where the kernel's own file systems appear. */
export function foundation(accounts: readonly Account[]): Entry[] {
  const root = { uid: 0, gid: 0, name: "root", home: "/root" };
  const all = [root, ...accounts];
  return [
    ...["dev", "etc", "proc", "run", "sys", "usr", "usr/local", "usr/local/bin", "var"].map((path) =>
      folder(path),
    ),
    folder("tmp", 0o1777),
    text(
      "etc/passwd",
      lines(all.map(({ name, uid, gid, home }) => `${name}:x:${uid}:${gid}::${home}:/bin/sh`)),
    ),
    text("etc/group", lines(all.map(({ name, gid }) => `${name}:x:${gid}:`))),
    text("etc/nsswitch.conf", lines(["passwd: files", "group: files", "hosts: files dns"])),
  ];
}

const lines = (each: readonly string[]): string => each.map((line) => `${line}\n`).join("");
