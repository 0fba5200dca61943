import { expect, test } from "vitest";
import { runCronJob } from "./support/cron-job.ts";
import { eventually } from "./support/eventually.ts";
import { expectHealthy } from "./support/healthy-stack.ts";
import { type KubernetesClients, podsOf } from "./support/kubernetes.ts";
import { resourceCounts } from "./support/stack-under-test.ts";
import type { StackInSuite } from "./support/suite.ts";

const namespace = "odd-scenes-dev";

/** A system of dev is switched off and on by its own jobs, on a stack that is up (CST-05). */
export function testOffHours(open: () => StackInSuite): void {
  test("off hours: all of a system stops, an update leaves it off, and then all is back", async ({
    annotate,
  }) => {
    const { suite, stack } = open();
    const { clients } = suite;
    const off = performance.now();
    await runCronJob(clients, namespace, "off-hours-down");
    await eventually(
      "no pod is left",
      async () => ((await partsWithPods(clients)).length === 0 ? true : undefined),
      { within: 180_000 },
    );
    await annotate(`off after ${((performance.now() - off) / 1000).toFixed(0)} s`);
    expect((await replicas(clients)).every((count) => count === 0)).toBe(true);

    const update = await stack.up();
    expect(update.exitCode, update.output).toBe(0);
    expect(Object.keys(resourceCounts(update.output)), update.output).toEqual(["unchanged"]);
    const drift = await stack.drift();
    expect(drift.exitCode, drift.output).toBe(0);
    expect(await partsWithPods(clients)).toEqual([]);

    const on = performance.now();
    await runCronJob(clients, namespace, "off-hours-up");
    expect((await replicas(clients)).every((count) => count > 0)).toBe(true);
    await expectHealthy(clients, "dev");
    await annotate(`on again after ${((performance.now() - on) / 1000).toFixed(0)} s`);
  });
}

/** Names of the parts that have pods that have not ended, besides what switches them. */
async function partsWithPods(clients: KubernetesClients): Promise<string[]> {
  const pods = await podsOf(clients, namespace);
  return pods
    .filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed")
    .map(({ metadata }) => metadata?.labels?.["app.kubernetes.io/name"] ?? "")
    .filter((name) => name !== "off-hours");
}

async function replicas({ apps }: KubernetesClients): Promise<number[]> {
  const { items: deployments } = await apps.listNamespacedDeployment({ namespace });
  const { items: sets } = await apps.listNamespacedStatefulSet({ namespace });
  const found = [...deployments, ...sets].map(({ spec }) => spec?.replicas ?? 1);
  expect(found.length).toBeGreaterThan(3);
  return found;
}
