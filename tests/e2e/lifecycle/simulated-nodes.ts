import type { V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { loseNode, returnNode } from "../../../toolchain/cluster/node-loss.ts";
import { simulatedNodeNames } from "../../../toolchain/cluster/simulated-nodes.ts";
import { eventually } from "./support/eventually.ts";
import { isReady, type KubernetesClients, podsOf, refusal } from "./support/kubernetes.ts";
import { copyToSimulatedNodes, type CopiedDeployment } from "./support/simulated-copies.ts";
import { openSuite, type Suite } from "./support/suite.ts";

const namespace = "simulated-copies";

/** Copies of staging's own Deployments and budgets, on nodes in three zones whose pods are simulated. */
export function describeSimulatedNodes(): void {
  describe.skipIf("reason" in inject("prepared"))("simulated nodes", scenarios);
}

function scenarios(): void {
  let suite: Suite;
  let clients: KubernetesClients;
  let copies: readonly CopiedDeployment[];
  beforeAll(async () => {
    suite = await openSuite();
    ({ clients } = suite);
    copies = await copyToSimulatedNodes(suite, "staging", namespace);
  });
  afterAll(async () => {
    await clients.core.deleteNamespace({ name: namespace });
  });

  const readyPods = async (name: string): Promise<V1Pod[]> =>
    (await podsOf(clients, namespace, name)).filter(isReady);
  const allReady = (): Promise<true> =>
    eventually("all copies are ready", async () => {
      for (const { name, replicas } of copies)
        if ((await readyPods(name)).length < replicas) return undefined;
      return true;
    });

  test("every service with replicas is spread over zones", async ({ annotate }) => {
    await allReady();
    const spread = copies.filter(({ replicas }) => replicas > 1);
    expect(spread.length).toBeGreaterThan(3);
    for (const { name, replicas } of spread) {
      const nodes = new Set((await readyPods(name)).map(({ spec }) => spec?.nodeName));
      expect(nodes.size, name).toBe(Math.min(replicas, simulatedNodeNames.length));
    }
    await annotate(`${spread.length} services`);
  });

  test("a drained node takes one pod of each service at a time", async () => {
    const [node = ""] = simulatedNodeNames;
    await cordon(node, true);
    const { items } = await clients.core.listNamespacedPod({
      namespace,
      fieldSelector: `spec.nodeName=${node}`,
    });
    expect(items.length).toBeGreaterThan(0);
    for (const { metadata } of items) {
      const name = metadata?.name ?? "";
      await eventually(`${name} is let go`, () =>
        clients.core.createNamespacedPodEviction({
          namespace,
          name,
          body: { metadata: { name, namespace } },
        }),
      );
    }
    for (const { name, replicas } of copies.filter((copy) => copy.hasBudget)) {
      const pods = await readyPods(name);
      expect(pods.length, name).toBeGreaterThanOrEqual(replicas - 1);
    }
    await allReady();
    const { items: left } = await clients.core.listNamespacedPod({
      namespace,
      fieldSelector: `spec.nodeName=${node}`,
    });
    expect(left.filter(isReady)).toEqual([]);
    await cordon(node, false);
  });

  test("a budget refuses the second eviction while the first is not replaced", async () => {
    const [copy] = copies.filter(({ hasBudget, replicas }) => hasBudget && replicas === 2);
    if (copy === undefined) throw new Error("no copy has two replicas and a budget");
    const [first, second] = await readyPods(copy.name);
    const evict = (pod: V1Pod | undefined): Promise<unknown> => {
      const name = pod?.metadata?.name ?? "";
      return clients.core.createNamespacedPodEviction({
        namespace,
        name,
        body: { metadata: { name, namespace } },
      });
    };
    for (const node of simulatedNodeNames) await cordon(node, true);
    // The budget hears a moment later than we that all copies are ready.
    await eventually("the first is let go", () => evict(first));
    expect(await refusal(evict(second))).toMatch(/disruption budget/);
    for (const node of simulatedNodeNames) await cordon(node, false);
    await allReady();
  });

  test("a lost node's pods come back elsewhere, and every service keeps its minimum", async ({
    annotate,
  }) => {
    const [, node = ""] = simulatedNodeNames;
    const started = performance.now();
    await loseNode(suite.cluster.kubeconfig, node);
    await eventually(`${node} counts as lost`, async () => ((await isNodeReady(node)) ? undefined : true), {
      within: 120_000,
    });
    for (const { name, replicas } of copies.filter((copy) => copy.replicas > 1)) {
      const elsewhere = (await podsOf(clients, namespace, name)).filter((pod) => pod.spec?.nodeName !== node);
      expect(elsewhere.length, name).toBeGreaterThanOrEqual(Math.floor(replicas / 2));
    }
    await eventually(
      "all copies are ready elsewhere",
      async () => {
        for (const { name, replicas } of copies) {
          const pods = (await readyPods(name)).filter(({ spec }) => spec?.nodeName !== node);
          if (pods.length < replicas) return undefined;
        }
        return true;
      },
      { within: 180_000 },
    );
    await annotate(`whole again ${((performance.now() - started) / 1000).toFixed(0)} s after the loss`);
    await returnNode(suite.cluster.kubeconfig, node);
  });

  const cordon = (name: string, unschedulable: boolean): Promise<unknown> =>
    clients.core.patchNode({
      name,
      body: [{ op: "add", path: "/spec/unschedulable", value: unschedulable }],
    });

  async function isNodeReady(name: string): Promise<boolean> {
    const { status } = await clients.core.readNode({ name });
    return status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  }
}
