import { readFileSync } from "node:fs";

/** What a process uses, in kibibytes. */
export interface ProcessMemory {
  /** Its own pages, and its share of those that it has together with others. */
  readonly proportional: number;
  /** Its own pages alone. */
  readonly own: number;
  /** What the kernel finds its pages by. */
  readonly pageTables: number;
}

/** The kernel's own stack for each process, in kibibytes. */
export const kernelStack = 16;

const field = (text: string, name: string): number => {
  const value = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`the kernel says nothing of ${name}`);
  return Number(value);
};

/** @throws Error for a process that is gone. */
export function processMemory(pid: number): ProcessMemory {
  const pages = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return {
    proportional: field(pages, "Pss"),
    own: field(pages, "Pss_Anon"),
    pageTables: field(readFileSync(`/proc/${pid}/status`, "utf8"), "VmPTE"),
  };
}

/** The processes that a process has started and that run. */
export const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
