import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, runningCluster } from "../../../toolchain/cluster/cluster.ts";
import { paths } from "../../../toolchain/paths.ts";

/** A cluster that a process of its own has started and owns. */
export async function startedByAnother(
  name: string,
): Promise<{ owner: ChildProcess; second: Cluster; said: string }> {
  const source = join(paths.root, "toolchain", "cluster", "cluster.ts");
  const program = `
    import { startCluster } from ${JSON.stringify(source)};
    await startCluster({ name: ${JSON.stringify(name)}, owner: process.pid, say: console.log });
    console.log("up");
    setInterval(() => undefined, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  owner.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  owner.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said.endsWith("up\n") || owner.exitCode !== null, 180_000);
  if (owner.exitCode !== null) throw new Error(said);
  const second = runningCluster(name);
  if (second === undefined) throw new Error("The cluster that another process started does not run.");
  return { owner, second, said };
}

/** Waits for a condition. @throws Error when it does not come in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  milliseconds = 120_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It did not come within ${milliseconds / 1000} s.`);
    await sleep(100);
  }
}
