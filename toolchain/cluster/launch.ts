import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../steps/step.ts";
import type { ClusterAddresses } from "./addresses.ts";
import { connectToHost } from "./network.ts";
import { clusterPaths } from "./paths.ts";
import { type Order, REPORT_FD, type Report } from "./supervisor-protocol.ts";

const NAMESPACES = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const FIRST_PROCESS_MILLISECONDS = 5000;
const POLL_MILLISECONDS = 10;

export interface LaunchOptions extends Omit<Order, "addresses" | "hasOwner"> {
  /** The process with which the cluster ends. */
  readonly owner: number | undefined;
  readonly say: (line: string) => void;
}

export interface Launched {
  /** The first process of the cluster's namespaces, by its number on the host. */
  readonly supervisor: number;
  readonly addresses: ClusterAddresses;
  readonly identity: string;
}

/** Starts a supervisor in namespaces of its own, and resolves when the cluster is up. It outlives this process then. */
export async function launch({ owner, say, ...order }: LaunchOptions): Promise<Launched> {
  const logs = join(order.folder, "log");
  mkdirSync(logs, { recursive: true });
  const log = openSync(join(logs, "supervisor.log"), "a");
  const ownerFolder =
    owner === undefined ? undefined : openSync(`/proc/${owner}`, constants.O_RDONLY | constants.O_DIRECTORY);
  const child = spawn("unshare", [...NAMESPACES, "--", ...supervisorCommand(order.debian)], {
    cwd: order.folder,
    detached: true,
    stdio: ["pipe", log, log, "pipe", ownerFolder ?? "ignore"],
  });
  closeSync(log);
  if (ownerFolder !== undefined) closeSync(ownerFolder);
  const outcome = outcomeOf(child, say);
  // It may fail before it is waited for.
  outcome.catch(() => undefined);
  try {
    const supervisor = await firstProcess(child);
    const addresses = await connectToHost(order.folder, supervisor);
    const complete: Order = { ...order, addresses, hasOwner: owner !== undefined };
    child.stdin?.write(JSON.stringify(complete) + "\n");
    const identity = await outcome;
    return { supervisor, addresses, identity };
  } catch (error) {
    child.kill("SIGKILL");
    await ended(child);
    throw error;
  } finally {
    child.stdin?.destroy();
    child.unref();
  }
}

function supervisorCommand(debian: string): string[] {
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
  return [
    join(debian, "usr", "bin", "tini-static"),
    "--",
    ...node,
    join(clusterPaths.sources, "supervisor.ts"),
  ];
}

function outcomeOf(child: ChildProcess, say: (line: string) => void): Promise<string> {
  const reports = child.stdio[REPORT_FD] as Readable;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      reject(
        new SetupError(
          "The cluster's supervisor ended. Its log is log/supervisor.log in the cluster's folder.",
        ),
      );
    });
    createInterface({ input: reports }).on("line", (line) => {
      const report = JSON.parse(line) as Report;
      if ("said" in report) {
        say(report.said);
        return;
      }
      reports.destroy();
      if ("ready" in report) resolve(report.ready.identity);
      else reject(new SetupError(report.failed));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    await once(child, "exit");
}

/** unshare's child, which is the first process of the namespaces. */
async function firstProcess({ pid }: ChildProcess): Promise<number> {
  const patience = AbortSignal.timeout(FIRST_PROCESS_MILLISECONDS);
  while (pid !== undefined && !patience.aborted) {
    const first = childOf(pid);
    if (first !== undefined) return first;
    await sleep(POLL_MILLISECONDS);
  }
  throw new SetupError(
    "unshare started no process. The reason is in log/supervisor.log in the cluster's folder.",
  );
}

function childOf(pid: number): number | undefined {
  try {
    const [first] = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return first === undefined || first === "" ? undefined : Number(first);
  } catch {
    return undefined;
  }
}
