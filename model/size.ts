import { type Bytes, mebibytes } from "./quantities/bytes.ts";
import type { Cpu } from "./quantities/cpu.ts";

/** What one container may use. Every container states all of it (SCL-01). */
export interface Size {
  /** CPU that is set aside, and the bound at which the container is slowed down. */
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  /** Memory that is set aside and, equally, the bound: what is promised is what may be used. */
  readonly memory: Bytes;
  /** Disk of the node for logs and for what a process writes outside its scratch folders. @default 64Mi */
  readonly disk: Bytes;
}

/** Declares a {@link Size}. */
export function size(given: { cpu: { request: Cpu; limit: Cpu }; memory: Bytes; disk?: Bytes }): Size {
  return { cpu: given.cpu, memory: given.memory, disk: given.disk ?? mebibytes(64) };
}

/** A folder that a process may write to; all else of its file system is read-only. */
export interface ScratchFolder {
  /** Absolute path in the container. */
  readonly path: string;
  /** The pod is evicted above this. */
  readonly limit: Bytes;
}

/** The name of the volume behind a folder. */
export const volumeName = (folder: string): string =>
  `scratch-${folder
    .replaceAll(/[^a-z0-9]+/gi, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase()}`;

/** Declares a {@link ScratchFolder}: an empty folder on the node's disk that lives as long as its pod. */
export const scratch = (path: string, limit: Bytes): ScratchFolder => ({ path, limit });
