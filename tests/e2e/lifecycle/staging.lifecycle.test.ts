import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabaseRoles } from "./database-roles.ts";
import { testDumps } from "./dumps.ts";
import { testEdge, testTimeLimits } from "./edge/edge.ts";
import { testPooledDatabases } from "./pooled-database.ts";
import { testRedisRecovery } from "./redis-recovery.ts";
import { testGoodRelease, testWaysBack } from "./release.ts";
import { testSingletonDrain } from "./singleton-drain.ts";
import { databaseOf, sql } from "./support/database.ts";
import { deleteNamespaces } from "./support/delete-namespaces.ts";
import { DumpStore } from "./support/dump-store.ts";
import { eventually } from "./support/eventually.ts";
import { expectHealthy } from "./support/healthy-stack.ts";
import { killsOf, testKilledUpdates } from "./support/killed-update.ts";
import { isReady, podsOf, refusal, serviceAddress } from "./support/kubernetes.ts";
import { startLoad } from "./support/load.ts";
import type { StackUnderTest } from "./support/stack-under-test.ts";
import { openSuite, stackUnderTest, type Suite, whyNoPods } from "./support/suite.ts";
import { testUpFromNothing, testUpWithoutChange } from "./up.ts";

const namespace = "atlas-ux-staging";

describe.skipIf(whyNoPods())("staging", () => {
  let suite: Suite;
  let staging: StackUnderTest;
  let store: DumpStore;
  beforeAll(async () => {
    suite = await openSuite();
    staging = stackUnderTest(suite, "staging");
    store = await DumpStore.start(suite);
    staging.configure((configuration) => {
      if (configuration.dumps) configuration.dumps = store.reached(configuration.dumps);
    });
  });
  afterAll(async () => {
    await deleteNamespaces(suite.clients, "staging");
    staging.remove();
    await store.stop();
  });

  const opened = () => ({ suite, stack: staging });

  testUpFromNothing(opened);

  testRedisRecovery(() => ({ suite, namespace: "odd-scenes-staging" }));

  testPooledDatabases("staging", opened);

  testDatabaseRoles("staging", opened);

  test("evictions under load: the budget lets one pod go at a time, and no request fails", async ({
    annotate,
  }) => {
    const address = await serviceAddress(suite.clients, namespace, "web");
    const load = startLoad(suite, { url: `${address}/v1/things`, rate: 20 });
    await sleep(1000);
    const pods = (await podsOf(suite.clients, namespace, "web")).filter(isReady);
    expect(pods.length).toBeGreaterThanOrEqual(2);
    const evict = (name: string): Promise<unknown> =>
      suite.clients.core.createNamespacedPodEviction({
        namespace,
        name,
        body: { metadata: { name, namespace } },
      });
    const [first = "", second = ""] = pods.map(({ metadata }) => metadata?.name ?? "");
    // As many as may be missing are let go, one after the other, and then no more.
    await eventually("the budget lets one go", () => evict(first));
    expect(await refusal(evict(second))).toMatch(/disruption budget/);
    await eventually("the evicted pod is replaced", async () => {
      const now = (await podsOf(suite.clients, namespace, "web")).filter(isReady);
      return now.length >= pods.length ? now : undefined;
    });
    await eventually("the budget lets the next one go", () => evict(second));
    await eventually("both are replaced", async () => {
      const now = (await podsOf(suite.clients, namespace, "web")).filter(isReady);
      return now.length >= pods.length && !now.some(({ metadata }) => metadata?.name === second)
        ? now
        : undefined;
    });
    const { requests, failures } = await load.stop();
    expect(failures).toEqual({});
    await annotate(`${requests} requests, 0 failed`);
  });

  // After a release two sets of pods are there for a while, and Argo does not replace one of the old set.
  testGoodRelease(opened);

  // Going back waits until the release is long over; what takes its time and needs no release is tried meanwhile.
  testTimeLimits(opened, () => {
    testUpWithoutChange(opened);

    testEdge(opened);
  });

  testDumps(() => ({ suite, stack: staging, store }));

  testSingletonDrain(() => ({ suite, namespace, name: "engine-worker" }));

  testWaysBack(opened);

  testKilledUpdates(killsOf(0), () => ({
    suite,
    stack: staging,
    database: () => databaseOf(suite.clients, namespace),
  }));

  test("destroy keeps what is retained and says so, and a new up finds the committed rows again", async ({
    annotate,
  }) => {
    const database = await databaseOf(suite.clients, namespace);
    await sql(suite.clients, database, "create table kept (id int); insert into kept values (41), (42)");
    const destroyed = await staging.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect(staging.recorded()).toEqual([]);
    expect(destroyed.output).toMatch(/retain/i);
    expect(await podsOf(suite.clients, namespace, "web")).toEqual([]);
    const again = await staging.up();
    expect(again.exitCode, again.output).toBe(0);
    await expectHealthy(suite.clients, "staging");
    expect(
      await sql(suite.clients, await databaseOf(suite.clients, namespace), "select sum(id) from kept"),
    ).toBe("83");
    await annotate(`up on what was kept took ${again.seconds.toFixed(0)} s`);
  });
});
