import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systems } from "../../../systems/all.ts";
import { testDatabaseRoles } from "./database-roles.ts";
import { testFeatureFlags } from "./feature-flags.ts";
import { testKilledStores } from "./killed-stores.ts";
import { testLiveSecretsStayOut } from "./live-secrets.ts";
import { testMigrations } from "./migrations.ts";
import { testOffHours } from "./off-hours.ts";
import { testRefusedPods } from "./refused-pods.ts";
import { testRestart } from "./restart.ts";
import { testStaticSites } from "./static-sites.ts";
import { databaseOf } from "./support/database.ts";
import { watchDeployment } from "./support/deployment-watch.ts";
import { eventually } from "./support/eventually.ts";
import { expectHealthy } from "./support/healthy-stack.ts";
import { killsOf, testKilledUpdates } from "./support/killed-update.ts";
import { isReady, podsOf, serviceAddress, serviceUrl } from "./support/kubernetes.ts";
import { get, startLoad } from "./support/load.ts";
import { watchSingleton } from "./support/singleton-watch.ts";
import { resourceCounts, type StackUnderTest } from "./support/stack-under-test.ts";
import { openSuite, stackUnderTest, type Suite, whyNoPods } from "./support/suite.ts";
import { testUpFromNothing, testUpWithoutChange } from "./up.ts";

const atlas = "atlas-ux-dev";

describe.skipIf(whyNoPods())("dev", () => {
  let suite: Suite;
  let dev: StackUnderTest;
  beforeAll(async () => {
    suite = await openSuite();
    dev = stackUnderTest(suite, "dev");
  });
  afterAll(async () => {
    await dev.destroy();
    dev.remove();
  });

  const opened = () => ({ suite, stack: dev });

  testUpFromNothing(opened);

  testUpWithoutChange(opened);

  testLiveSecretsStayOut(opened);

  testRestart("dev", opened);

  testDatabaseRoles("dev", opened);

  test("every Service answers by its name in DNS inside the cluster", async () => {
    for (const { name: system, services } of systems) {
      for (const [service, declared] of Object.entries(services)) {
        if (declared.kind !== "http-service" && declared.kind !== "static-site") continue;
        const url = await serviceUrl(suite.clients, `${system}-dev`, service);
        const answer = await get(suite, `${url}${declared.health.live}`);
        expect(answer.exitCode, `${system}/${service}: ${answer.output}`).toBe(0);
      }
    }
  });

  testStaticSites("dev", "v1", () => ({ suite }));

  test("a new image rolls the pods under load without one failed request, and a singleton never runs twice", async ({
    annotate,
  }) => {
    const url = `${await serviceAddress(suite.clients, atlas, "web")}/v1/things`;
    const load = startLoad(suite, { url, rate: 40 });
    const rollout = watchDeployment(suite.clients, { namespace: atlas, name: "web" });
    const singletons = ["engine-worker", "email-worker", "scheduler"].map((name) => ({
      name,
      watch: watchSingleton(suite.clients, suite.cluster, { namespace: atlas, name }),
    }));
    dev.release("atlas-ux", "backend", suite.images.ofSystem("atlas-ux", "backend", "v2"));
    const up = await dev.up();
    // The old pod still drains, and what it still serves counts.
    await onlyReadyPods("web");
    const summary = await load.stop();
    const { fewestReady, mostPods, replicas } = await rollout.stop();
    const watched = await Promise.all(
      singletons.map(async ({ name, watch }) => ({ name, ...(await watch.stop()) })),
    );
    expect(up.exitCode, up.output).toBe(0);
    expect(summary.failures).toEqual({});
    expect(summary.requests).toBeGreaterThan(100);
    expect(Object.keys(summary.versions).sort()).toEqual(["v1", "v2"]);
    expect(fewestReady).toBeGreaterThanOrEqual(replicas);
    expect(mostPods).toBeLessThanOrEqual(replicas + 1);
    await annotate(`${summary.requests} requests, 0 failed, p99 ${summary.milliseconds.p99.toFixed(0)} ms`);
    for (const { name, mostAtOnce, together, longestGap, podsSeen, samples } of watched) {
      expect(podsSeen, name).toBe(2);
      expect(samples).toBeGreaterThan(50);
      for (const container of together) await annotate(`${name}, not alone: ${container}`);
      expect(mostAtOnce, name).toBe(1);
      await annotate(`${name}: never two at once, gap ${longestGap.toFixed(1)} s`);
    }
  });

  test("load makes the autoscaler scale up, by real metrics", async ({ annotate }) => {
    const namespace = "crb-analyser-dev";
    const replicas = async (): Promise<number> =>
      (await suite.clients.apps.readNamespacedDeployment({ namespace, name: "crb-backend" })).spec
        ?.replicas ?? 0;
    const url = await serviceAddress(suite.clients, namespace, "crb-backend");
    expect(await replicas()).toBe(1);
    const load = startLoad(suite, { url: `${url}/api/things?burn=5ms`, rate: 40 });
    const started = performance.now();
    await eventually("a second replica", async () => ((await replicas()) > 1 ? true : undefined), {
      within: 300_000,
    });
    await annotate(`second replica after ${((performance.now() - started) / 1000).toFixed(0)} s`);
    await load.stop();
  });

  testKilledStores("odd-scenes-dev", () => suite);

  test("a changed variable rolls its readers alone", async () => {
    const before = await revisions();
    dev.configure(({ systems: configured }) => {
      const odd = configured["odd-scenes"];
      if (odd) odd.hostnames["cdn"] = "cdn2.dev.example.com";
    });
    const up = await dev.up();
    expect(up.exitCode, up.output).toBe(0);
    const after = await revisions();
    const rolled = [...after.keys()].filter((part) => after.get(part) !== before.get(part));
    expect(rolled).toEqual(["odd-scenes-dev/frontend"]);
  });

  testFeatureFlags(opened);

  testOffHours(opened);

  testMigrations(opened);

  test("a bad image, a crash loop and a pod that is never ready fail the update, and going back takes under 2 minutes", async ({
    annotate,
  }) => {
    const good = dev.configured;
    const [repository = ""] = suite.images.ofSystem("atlas-ux", "frontend", "v1").split("@");
    dev.release("atlas-ux", "frontend", `${repository}@sha256:${"b".repeat(64)}`);
    dev.release("odd-scenes", "ai-backend", suite.images.ofSystem("odd-scenes", "ai-backend", "crash-loop"));
    dev.release("crb-analyser", "frontend", suite.images.ofSystem("crb-analyser", "frontend", "never-ready"));
    const served = startLoad(suite, {
      url: await serviceAddress(suite.clients, "crb-analyser-dev", "crb-frontend"),
      rate: 10,
    });
    const failed = await dev.up();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toMatch(/frontend-\S+.*(ImagePullBackOff|ErrImagePull)/);
    expect(failed.output).toMatch(/ai-backend-\S+.*CrashLoopBackOff/);
    expect(failed.output).toMatch(/crb-frontend-\S+.*([Rr]eadiness|[Ss]tartup) probe failed/);
    dev.configure((configuration) => Object.assign(configuration, good));
    const back = await dev.alone(() => dev.up());
    expect(back.exitCode, back.output).toBe(0);
    expect(back.seconds).toBeLessThan(120);
    expect((await served.stop()).failures).toEqual({});
    await annotate(
      `failed after ${failed.seconds.toFixed(0)} s, back after ${back.seconds.toFixed(0)} s (DEP-03: 120 s)`,
    );
    await expectHealthy(suite.clients, "dev");
  });

  test("what somebody edits by hand is shown as drift and repaired by up", async () => {
    await suite.clients.apps.patchNamespacedDeployment({
      namespace: "odd-scenes-dev",
      name: "frontend",
      body: [{ op: "replace", path: "/spec/template/spec/containers/0/resources/limits/cpu", value: "333m" }],
    });
    const drift = await dev.drift();
    expect(drift.exitCode).toBe(1);
    expect(drift.output).toContain("odd-scenes-frontend");
    expect(drift.output).toContain("333m");
    const refreshed = await dev.refresh();
    expect(refreshed.exitCode, refreshed.output).toBe(0);
    const repaired = await dev.up();
    expect(repaired.exitCode, repaired.output).toBe(0);
    expect(resourceCounts(repaired.output)["updated"]).toBe(1);
    const { spec } = await suite.clients.apps.readNamespacedDeployment({
      namespace: "odd-scenes-dev",
      name: "frontend",
    });
    expect(spec?.template.spec?.containers[0]?.resources?.limits?.["cpu"]).toBe("250m");
    expect((await dev.drift()).exitCode).toBe(0);
  });

  test("without the load, the autoscaler has scaled down again", async () => {
    await eventually(
      "one replica",
      async () => {
        const { items } = await suite.clients.apps.listNamespacedDeployment({
          namespace: "crb-analyser-dev",
        });
        return items.find(({ metadata }) => metadata?.name === "crb-backend")?.spec?.replicas === 1
          ? true
          : undefined;
      },
      { within: 420_000, every: 2000 },
    );
  });

  testKilledUpdates(killsOf(1), () => ({
    suite,
    stack: dev,
    database: () => databaseOf(suite.clients, atlas),
  }));

  testRefusedPods(atlas, () => suite);

  test("destroy leaves nothing behind", async () => {
    const destroyed = await dev.destroy();
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    expect(dev.recorded()).toEqual([]);
    const { items } = await suite.clients.core.listNamespace();
    expect(items.map(({ metadata }) => metadata?.name).filter((name) => name?.endsWith("-dev"))).toEqual([]);
  });

  /** Waits until nothing but ready pods is left of a part, and none that still stops. */
  const onlyReadyPods = (part: string): Promise<true> =>
    eventually(`only ready pods of ${part}`, async () => {
      const pods = await podsOf(suite.clients, atlas, part);
      return pods.length > 0 && pods.every(isReady) ? true : undefined;
    });

  /** The templates that pods were made by, by part, without pods on their way out: an autoscaler may add and take away pods. */
  async function revisions(): Promise<Map<string, string>> {
    const found = new Map<string, Set<string>>();
    for (const { name } of systems) {
      for (const { metadata } of await podsOf(suite.clients, `${name}-dev`)) {
        if (metadata?.deletionTimestamp !== undefined) continue;
        const labels = metadata?.labels ?? {};
        const part = `${name}-dev/${labels["app.kubernetes.io/name"] ?? ""}`;
        const revision =
          labels["pod-template-hash"] ?? labels["controller-revision-hash"] ?? metadata?.name ?? "";
        found.set(part, (found.get(part) ?? new Set()).add(revision));
      }
    }
    return new Map([...found].map(([part, all]) => [part, [...all].sort().join(" ")]));
  }
});
