import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Ended } from "./backup-run.ts";
import type { Copied, SnapshotRig } from "./snapshot-rig.ts";
import { give, podUser } from "./unprivileged.ts";

const MEBIBYTE = 1024 ** 2;

/** Folders that are mounted, and what copies them. */
export interface Mounted {
  readonly rig: SnapshotRig;
  /** Where they are mounted. */
  readonly root: string;
  /** What is copied when all is right, below it. */
  readonly folders: readonly string[];
  readonly copied: (folders: readonly string[]) => Copied;
}

/** Something that is wrong with files while they are copied, and what a person reads of it. */
export interface FileFault {
  readonly says: string;
  readonly strike: (mounted: Mounted) => Promise<Ended>;
  readonly code: number;
  readonly told: RegExp;
}

/** @param canary What the files hold, so that it can be looked for in what is told. */
export function fileFaults(canary: string): readonly FileFault[] {
  /** Copies a folder of its own, in which something is wrong. */
  const copyOf = ({ rig, root, copied }: Mounted, spoil: (folder: string) => void): Promise<Ended> => {
    const folder = mkdtempSync(join(root, "spoilt-"));
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "value"), canary);
    spoil(folder);
    return rig.snapshot(copied([relative(root, folder)]));
  };
  return [
    {
      says: "a folder is not mounted",
      strike: ({ rig, copied, folders }) => rig.snapshot(copied([...folders, "secrets/never-mounted-v1"])),
      code: 2,
      told: /files\.folders\[4\]: .*\/secrets\/never-mounted-v1 is not there, or can't be looked at; mount it/,
    },
    {
      says: "a link leads out of its folder",
      strike: (mounted) =>
        copyOf(mounted, (folder) => {
          symlinkSync("/etc/passwd", join(folder, "passwd"));
        }),
      code: 1,
      told: /\/passwd is a link that leads out of .*Link to a file of the same folder/,
    },
    {
      says: "a file may not be read",
      strike: (mounted) =>
        copyOf(mounted, (folder) => {
          chmodSync(join(folder, "value"), 0o000);
        }),
      code: 1,
      told: /\/value can't be read: permission denied\. Mount it so that/,
    },
    {
      says: "a folder is empty",
      strike: (mounted) =>
        copyOf(mounted, (folder) => {
          rmSync(join(folder, "value"));
        }),
      code: 1,
      told: /spoilt-\w+ holds no file\. Mount what it should hold/,
    },
    {
      says: "something is no file",
      strike: (mounted) => copyOf(mounted, (folder) => execFileSync("mkfifo", [join(folder, "pipe")])),
      code: 1,
      told: /\/pipe is neither a file nor a folder/,
    },
    {
      says: "a file grows while it is read",
      strike: async ({ rig, root, copied }) => {
        const folder = mkdtempSync(join(root, "growing-"));
        chmodSync(folder, 0o755);
        const file = join(folder, "value");
        // Noise, so that as much is sent as is read; more than two parts, so that some of it is read later.
        writeFileSync(file, Buffer.concat([Buffer.from(canary), randomBytes(30 * MEBIBYTE)]));
        give(file, podUser);
        const held = rig.link.holdAfter(6 * MEBIBYTE, 64 * 1024);
        const running = rig.begin(["snapshot"], copied([relative(root, folder)]));
        await held;
        appendFileSync(file, canary);
        rig.link.open();
        return running.ended;
      },
      code: 1,
      told: /\/value changed while it was read\. Run this again/,
    },
  ];
}
