import { kill } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { isReady, podsOf } from "./support/kubernetes.ts";
import { runningContainers } from "./support/node-processes.ts";
import { watchSingleton } from "./support/singleton-watch.ts";
import type { Suite } from "./support/suite.ts";

/** What a singleton's alert goes off at: three missed ticks of 5 s (SLO-13). */
const ALERT_SECONDS = 15;

interface Drained {
  readonly suite: Suite;
  readonly namespace: string;
  readonly name: string;
}

/**
 * A singleton is evicted, as a drained node does it: once it stops at once, and once it has to be killed at the end of
 * its 5 s, which is when a replacement that does not wait for it would run beside it.
 */
export function testSingletonDrain(of: () => Drained): void {
  test.for([
    { stop: "at once", isStuck: false },
    { stop: "only when it is killed", isStuck: true },
  ])(
    "a singleton that stops $stop is gone before its replacement runs, on an eviction",
    async ({ isStuck }, { annotate }) => {
      const { suite, namespace, name } = of();
      const { clients, cluster } = suite;
      const running = async () => (await podsOf(clients, namespace, name)).find(isReady);
      const old = await eventually(`${name} runs`, running);
      const { uid = "", name: pod = "" } = old.metadata ?? {};
      const watch = watchSingleton(clients, cluster, { namespace, name });
      // The watch has to have seen the old one.
      await sleep(3000);
      // A process that is halted takes no SIGTERM.
      if (isStuck) for (const { pid } of runningContainers(cluster, uid)) kill(pid, "SIGSTOP");
      await clients.core.createNamespacedPodEviction({
        namespace,
        name: pod,
        body: { metadata: { name: pod, namespace } },
      });
      await eventually(`${name} is replaced`, async () => {
        const now = await running();
        return now?.metadata?.uid === uid ? undefined : now;
      });
      const { mostAtOnce, together, longestGap, podsSeen, samples } = await watch.stop();
      for (const container of together) await annotate(`${name}, not alone: ${container}`);
      expect(podsSeen).toBe(2);
      expect(samples).toBeGreaterThan(20);
      expect(mostAtOnce).toBe(1);
      expect(longestGap).toBeLessThan(ALERT_SECONDS);
      await annotate(
        `${name}: never two at once, gap ${longestGap.toFixed(1)} s of the ${ALERT_SECONDS} s at which its alert goes off`,
      );
    },
  );
}
