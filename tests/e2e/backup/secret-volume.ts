import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { give, podUser } from "./unprivileged.ts";

/** A file of a pod's volume. */
export interface VolumeFile {
  readonly content: Buffer;
  /** @default what the kubelet gives files of Secrets here */
  readonly mode?: number;
}

export type VolumeFiles = Readonly<Record<string, VolumeFile>>;

const secretMode = 0o440;

/**
 * A folder as a kubelet makes one of a Secret: the values in a folder named by the time, a link `..data` to it, and a link for
 * each key through that one. So all values change at once, when the link is turned.
 */
export class SecretVolume {
  readonly folder: string;
  #turns = 0;

  constructor(folder: string, files: VolumeFiles) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.turn(files);
  }

  /** Puts other values there, as the kubelet does. Those from before are gone. */
  turn(files: VolumeFiles): void {
    this.#turns += 1;
    const next = `..2026_11_22_04_06_${String(this.#turns).padStart(2, "0")}.1234567890`;
    for (const [key, { content, mode = secretMode }] of Object.entries(files)) {
      const path = join(this.folder, next, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, mode);
      give(path, podUser);
    }
    symlinkSync(next, join(this.folder, "..data_tmp"));
    renameSync(join(this.folder, "..data_tmp"), join(this.folder, "..data"));
    for (const key of new Set(Object.keys(files).map((name) => name.split("/")[0] ?? name))) {
      const link = join(this.folder, key);
      rmSync(link, { force: true });
      symlinkSync(join("..data", key), link);
    }
    for (let earlier = 1; earlier < this.#turns; earlier += 1) {
      const old = `..2026_11_22_04_06_${String(earlier).padStart(2, "0")}.1234567890`;
      rmSync(join(this.folder, old), { recursive: true, force: true });
    }
  }
}
