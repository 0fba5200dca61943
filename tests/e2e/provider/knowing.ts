import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, inject, test } from "vitest";
import { readManifest } from "../../../toolchain/manifest.ts";
import { takeTurn } from "../lifecycle/turns/turn-server.ts";
import type { LiveCluster } from "./live-cluster.ts";
import { deployment, inScenario, unawaitedDeployment } from "./scenario.ts";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const isStandIn =
  readManifest()?.plugins.find(({ name }) => name === "resource-kubernetes")?.source === "stand-in";

/** A turn is waited for as long as another stack's update takes. */
const LONGEST_MILLISECONDS = 1_800_000;

/** While the shared cluster lacks its mark, no engine of another stack may change anything. */
const turnAlone = async (): Promise<() => void> => {
  const prepared = inject("prepared");
  return "reason" in prepared ? () => undefined : takeTurn(prepared.turns, "alone");
};

/** What the engine knows of the cluster, and what becomes of that. */
export function describeKnowing(live: () => LiveCluster | undefined): void {
  describe("knowing the cluster", () => {
    test("a refresh finds the drift of the program's own fields and nothing else", () =>
      inScenario(live(), async ({ project, namespace, up, refresh, live }) => {
        project.program(
          `new k8s.apps.v1.Deployment("web", ${unawaitedDeployment(namespace)}, { provider });`,
        );
        await up();
        const theirs = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace } };
        await live.change(
          { ...theirs, metadata: { ...theirs.metadata, labels: { seen: "yes" } } },
          "somebody",
        );
        await refresh();
        const { exitCode } = await project.run("preview", "--expect-no-changes");
        expect(exitCode).toBe(0);
        await live.change({ ...theirs, spec: { replicas: 3 } }, "somebody");
        const { output } = await project.run("preview", "--refresh", "--diff");
        expect(output).toMatch(/replicas: 3 => 2|replicas: 2 => 3/);
      }));

    test("a refresh forgets what is gone, and the next update makes it again", () =>
      inScenario(live(), async ({ project, namespace, up, refresh, live }) => {
        project.program(`new k8s.core.v1.ConfigMap("config", {
          metadata: { name: "web", namespace: "${namespace}" } }, { provider });`);
        await up();
        await live.remove("v1", "ConfigMap", `${namespace}/web`);
        await refresh();
        expect(project.recorded(CONFIG_MAP)).toEqual([]);
        expect(await up()).toContain("+ 1 created");
      }));

    test("an object is imported as it is, and the program that says the same changes nothing", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const metadata = { name: "old", namespace };
        const old = await live.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } });
        const program = (options: string): void => {
          project.program(`new k8s.core.v1.ConfigMap("config", {
            metadata: { name: "old", namespace: "${namespace}" }, data: { a: "1" } }, ${options});`);
        };
        program(`{ provider, import: "${namespace}/old" }`);
        expect(await up()).toContain("= 1 imported");
        program("{ provider }");
        await up(0, "--expect-no-changes");
        const found = await live.find("v1", "ConfigMap", `${namespace}/old`);
        expect(found?.metadata?.uid).toBe(old.metadata?.uid);
      }));

    test("an update that is interrupted ends soon and records what is there", () =>
      inScenario(live(), async ({ project, namespace, live }) => {
        const never = deployment(namespace, "", 'resources: { requests: { cpu: "5000" } }');
        project.program(`new k8s.apps.v1.Deployment("web", ${never}, { provider });`);
        const { child, end } = project.start("up");
        while ((await live.find("apps/v1", "Deployment", `${namespace}/web`)) === undefined) await pause(200);
        await pause(1000);
        child.kill("SIGINT");
        const { exitCode, output } = await end;
        expect(exitCode).not.toBe(0);
        expect(output).toContain("cancelled");
        expect(project.recorded("kubernetes:apps/v1:Deployment")[0]?.id).toBe(`${namespace}/web`);
      }));

    test.runIf(isStandIn)(
      "a cluster that is not marked as a test's is read and never changed",
      () =>
        inScenario(live(), async ({ project, namespace, up, live }) => {
          const LABEL = "slipway.dev/test-cluster";
          const system = await live.find("v1", "Namespace", "kube-system");
          const mark = system?.metadata?.labels?.[LABEL] ?? "provider";
          const set = (value: string | null): Promise<unknown> =>
            live.change(
              {
                apiVersion: "v1",
                kind: "Namespace",
                metadata: { name: "kube-system", labels: { [LABEL]: value } },
              },
              "tests",
            );
          const known = `k8s.core.v1.Namespace.get("known", "kube-system", { provider });`;
          project.program(known);
          const endTurn = await turnAlone();
          await set(null);
          try {
            await up();
            project.program(
              `${known} new k8s.core.v1.ConfigMap("config", { metadata: { name: "web", namespace: "${namespace}" } }, { provider });`,
            );
            const output = await up(1);
            expect(output).toContain(LABEL);
            expect(output).toContain("vendor's plugin");
            expect(await live.find("v1", "ConfigMap", `${namespace}/web`)).toBeUndefined();
          } finally {
            await set(mark);
            endTurn();
          }
        }),
      LONGEST_MILLISECONDS,
    );
  });
}
