import { readdirSync, readFileSync } from "node:fs";

/** Ends a process and all that came of it at once, as the loss of its node would: none of them gets to its end. */
export function killTree(root: number): void {
  const children = childrenByParent();
  const doomed = [root];
  for (const each of doomed) doomed.push(...(children.get(each) ?? []));
  for (const each of doomed) kill(each);
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(entry);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  return children;
}

function parentOf(process: string): number | undefined {
  try {
    // After the program's name, which may hold anything, come its state and its parent.
    const fields = readFileSync(`/proc/${process}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(fields[1]);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // Its parent's end has taken it along.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
