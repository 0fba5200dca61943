import { execFileSync } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CoreV1Api } from "@kubernetes/client-node";
import { configurationOf } from "./apply.ts";
import { makeContext } from "./context.ts";
import { makeKeys } from "./control-plane-keys.ts";
import { controlPlane } from "./control-plane.ts";
import { setUpNamespace } from "./network.ts";
import { prepareNode } from "./node/node.ts";
import type { Program } from "./program.ts";
import { simulatedNodes } from "./simulated-nodes.ts";
import { supervise } from "./supervision.ts";
import { type Order, OWNER_FD, REPORT_FD, type Report } from "./supervisor-protocol.ts";

const OWNER_POLL_MILLISECONDS = 500;

// Runs as the only child of a tini that is the first process of the cluster's PID namespace. When this process ends,
// tini does, and with it every process, mount and interface of the cluster.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

let isUp = false;
const input = createInterface({ input: process.stdin });
input.on("close", () => {
  // Whoever started this is gone before the cluster was up: nobody would ever stop it.
  if (!isUp) process.exit(1);
});
input.once("line", (line) => {
  const order = JSON.parse(line) as Order;
  if (order.hasOwner) endWithOwner();
  start(order).then(
    (ready) => {
      isUp = true;
      report({ ready });
    },
    (error: unknown) => {
      console.error(error);
      report({ failed: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    },
  );
});

async function start({ name, folder, addresses, debian, withNode }: Order): Promise<{ identity: string }> {
  // The kubelet's mounts must reach the containers, and none of them the host.
  execFileSync("mount", ["--make-rshared", "/"]);
  execFileSync("mount", ["-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/run"]);
  await setUpNamespace(addresses);
  const keys = await makeKeys(folder, addresses);
  const context = makeContext({ name, folder, addresses, debian, keys });
  const groups: (readonly Program[])[] = await Promise.all([
    controlPlane(context, keys),
    simulatedNodes(context).then((program) => [program]),
    withNode ? prepareNode(context) : [],
  ]);
  await supervise(groups.flat(), { logs: join(folder, "log"), say });
  const api = configurationOf(context.kubeconfig).makeApiClient(CoreV1Api);
  const { metadata } = await api.readNamespace({ name: "kube-system" });
  if (metadata?.uid === undefined) throw new Error("The API server gave its namespace kube-system no UID.");
  return { identity: metadata.uid };
}

function say(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`);
  if (!isUp) report({ said: line });
}

function report(message: Report): void {
  try {
    writeSync(REPORT_FD, JSON.stringify(message) + "\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

/** The owner's folder in the host's /proc, handed down as an open file, tells of it across the namespaces. */
function endWithOwner(): void {
  setInterval(() => {
    try {
      const status = readFileSync(`/proc/self/fd/${OWNER_FD}/stat`, "utf8");
      const state = status.slice(status.lastIndexOf(")") + 2)[0];
      if (state !== "Z" && state !== "X") return;
    } catch {
      // No such process.
    }
    console.log("The owner is gone.");
    process.exit(0);
  }, OWNER_POLL_MILLISECONDS);
}
