import { describe, expect, test } from "vitest";
import type { LiveCluster } from "./live-cluster.ts";
import { deployment, inScenario } from "./scenario.ts";

export function describeDeletion(live: () => LiveCluster | undefined): void {
  describe("deleting", () => {
    test("ends when all that belongs to the object is gone", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        project.program(`new k8s.apps.v1.Deployment("web", ${deployment(namespace)}, { provider });`);
        await up();
        expect(await live.list("v1", "Pod", namespace)).toHaveLength(2);
        expect((await project.run("destroy")).exitCode).toBe(0);
        expect(await live.list("v1", "Pod", namespace)).toEqual([]);
        expect(await live.list("apps/v1", "ReplicaSet", namespace)).toEqual([]);
      }));

    test("names the finalizer that holds the object when time is over", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const FINALIZER = "example.com/hold";
        project.program(`new k8s.core.v1.ConfigMap("config", {
          metadata: { name: "held", namespace: "${namespace}", finalizers: ["${FINALIZER}"] },
        }, { provider, customTimeouts: { delete: "4s" } });`);
        await up();
        const { exitCode, output } = await project.run("destroy");
        expect(exitCode).toBe(1);
        expect(output).toContain(FINALIZER);
        expect(project.recorded("kubernetes:core/v1:ConfigMap")).toHaveLength(1);
        const released = {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "held", namespace, finalizers: [] },
        };
        await live.change(released, "somebody");
        expect((await project.run("destroy")).exitCode).toBe(0);
      }));

    test("takes an object that is not there for gone", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        project.program(`new k8s.core.v1.ConfigMap("config", {
          metadata: { name: "gone", namespace: "${namespace}" } }, { provider });`);
        await up();
        await live.remove("v1", "ConfigMap", `${namespace}/gone`);
        expect((await project.run("destroy")).exitCode).toBe(0);
        expect(project.recorded("kubernetes:core/v1:ConfigMap")).toEqual([]);
      }));
  });
}
