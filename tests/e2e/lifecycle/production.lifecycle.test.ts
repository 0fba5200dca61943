import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testEdge } from "./edge/edge.ts";
import { type Observers, startObservers } from "./paging/observers.ts";
import { testPaging } from "./paging/paging.ts";
import { databaseOf } from "./support/database.ts";
import { deleteNamespaces } from "./support/delete-namespaces.ts";
import { killsOf, testKilledUpdates } from "./support/killed-update.ts";
import type { StackUnderTest } from "./support/stack-under-test.ts";
import { openSuite, stackUnderTest, type Suite, whyNoPods } from "./support/suite.ts";
import { testUpFromNothing, testUpWithoutChange } from "./up.ts";

describe.skipIf(whyNoPods())("production", () => {
  let suite: Suite;
  let production: StackUnderTest;
  let observers: Observers;
  beforeAll(async () => {
    suite = await openSuite();
    production = stackUnderTest(suite, "production");
    observers = await startObservers({ suite, stack: production });
  });
  afterAll(async () => {
    await observers.stop();
    await deleteNamespaces(suite.clients, "production");
    production.remove();
  });

  const opened = () => ({ suite, stack: production });

  testUpFromNothing(opened);

  // Pages take their time, which what needs none of the failing service is tried in.
  testPaging(() => ({ ...opened(), observers }), {
    failing: () => {
      testUpWithoutChange(opened);
    },
    mended: () => {
      testEdge(opened);
    },
  });

  testKilledUpdates(killsOf(0), () => ({
    suite,
    stack: production,
    database: () => databaseOf(suite.clients, "atlas-ux-production"),
  }));

  test("destroy leaves what is protected, and says what", async ({ annotate }) => {
    const destroyed = await production.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    const left = production.recorded().filter(({ type }) => type.startsWith("kubernetes:"));
    const guarded = left.filter((resource) => resource.protect === true);
    // What a protected resource was made after stays with it.
    const needed = new Set(guarded.flatMap(({ dependencies = [] }) => dependencies));
    expect(left.filter((resource) => !guarded.includes(resource) && !needed.has(resource.urn))).toEqual([]);
    expect(guarded.some(({ type }) => type.endsWith(":Cluster"))).toBe(true);
    for (const { urn } of guarded) expect(destroyed.output).toContain(urn.split("::").at(-1));
    const claims = await suite.clients.core.listNamespacedPersistentVolumeClaim({
      namespace: "crb-analyser-production",
    });
    expect(claims.items.map(({ status }) => status?.phase)).toEqual(["Bound"]);
    await annotate(
      `${guarded.length} protected resources stay, with ${left.length - guarded.length} that they need`,
    );
  });
});
