import { join } from "node:path";
import { CoreV1Api } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { applyObjects, configurationOf } from "../../../toolchain/cluster/apply.ts";
import { runningCluster } from "../../../toolchain/cluster/cluster.ts";
import { loseNode, returnNode } from "../../../toolchain/cluster/node-loss.ts";
import { paths } from "../../../toolchain/paths.ts";
import type { ClusterOnTrial } from "./on-trial.ts";
import { until } from "./owner.ts";
import { pod } from "./tried-objects.ts";

/** That it starts once, marked as a test cluster, with nodes in four zones of which one may be lost. */
export function describeNodes(trial: () => ClusterOnTrial): void {
  describe("a cluster", () => {
    test("is answered again by a second start", async ({ skip }) => {
      expect(await trial().start()).toEqual(trial().started(skip));
      expect(runningCluster(trial().name)?.identity).toBe(trial().identity());
    });

    test("has nodes in four zones, and runs a pod that tolerates it on a simulated one", async ({ skip }) => {
      const { kubeconfig, node } = trial().started(skip);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      const nodes = async () =>
        Object.fromEntries(
          (await core.listNode()).items.map(({ metadata, status }): [string, string | undefined] => [
            metadata?.labels?.["topology.kubernetes.io/zone"] ?? "none",
            status?.conditions?.find(({ type }) => type === "Ready")?.status,
          ]),
        );
      const simulated = { b: "True", c: "True", d: "True" };
      await until(async () => Object.values(await nodes()).every((ready) => ready === "True"));
      expect(await nodes()).toEqual(node.kind === "real" ? { a: "True", ...simulated } : simulated);
      await applyObjects(kubeconfig, [
        pod("simulated", "default", {
          nodeSelector: { "topology.kubernetes.io/zone": "c" },
          tolerations: [{ key: "kwok.x-k8s.io/node", operator: "Exists" }],
        }),
      ]);
      const read = () => core.readNamespacedPod({ name: "simulated", namespace: "default" });
      await until(async () => (await read()).status?.phase === "Running");
      expect((await read()).spec?.nodeName).toBe("simulated-c");
    });

    test("loses a simulated node that falls silent, and gets it back", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      const isReady = async (name: string) =>
        (await core.readNode({ name })).status?.conditions?.find(({ type }) => type === "Ready")?.status;
      await loseNode(kubeconfig, "simulated-d");
      await until(async () => (await isReady("simulated-d")) === "Unknown", 180_000);
      expect(await isReady("simulated-b")).toBe("True");
      await returnNode(kubeconfig, "simulated-d");
      await until(async () => (await isReady("simulated-d")) === "True");
    });

    test("is marked as one that may be changed, and its kubeconfig is its own", async ({ skip }) => {
      const { kubeconfig, identity } = trial().started(skip);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      const { metadata } = await core.readNamespace({ name: "kube-system" });
      expect(metadata?.labels?.["slipway.dev/test-cluster"]).toBe(trial().name);
      expect(metadata?.uid).toBe(identity);
      expect(kubeconfig.startsWith(join(paths.tools, "cluster"))).toBe(true);
    });
  });
}
