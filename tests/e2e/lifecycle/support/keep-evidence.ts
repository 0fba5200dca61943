import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterEach, inject } from "vitest";
import { evidenceFolder } from "./evidence-folder.ts";

// Of a scenario that failed, what the cluster knew at that moment is kept: its programs' logs, those of the pods, and
// the events. The next scenario would go on changing all of it.

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  const prepared = inject("prepared");
  if ("reason" in prepared) return;
  const folder = evidenceFolder(task.suite?.name ?? "", task.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(prepared.cluster.logs, folder, { recursive: true });
  const config = new KubeConfig();
  config.loadFromFile(prepared.cluster.kubeconfig);
  const { items } = await config.makeApiClient(CoreV1Api).listEventForAllNamespaces();
  const lines = items.map(
    ({ involvedObject: { kind, namespace, name }, lastTimestamp, reason, message }) =>
      `${lastTimestamp?.toString() ?? ""} ${kind ?? ""} ${namespace ?? ""}/${name ?? ""} ${reason ?? ""}: ${message ?? ""}`,
  );
  writeFileSync(join(folder, "events.log"), `${lines.join("\n")}\n`);
});
