import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { LiveCluster } from "./live-cluster.ts";
import { deployment, inScenario, podSpec, unawaitedDeployment } from "./scenario.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const tooMuch = 'resources: { requests: { cpu: "5000" } }';
const soon = "{ provider, customTimeouts: { create: '10s', update: '10s' } }";

export function describeWaiting(live: () => LiveCluster | undefined): void {
  describe("waiting", () => {
    test("ends when the new pods are there, for each kind of workload", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const workloads = (image: string): string => `
          const metadata = { name: "web", namespace: "${namespace}" };
          const labels = (app) => ({ metadata: { labels: { app } }, spec: ${podSpec("", image)} });
          new k8s.apps.v1.Deployment("deployment", { metadata, spec: {
            replicas: 2, minReadySeconds: 5, selector: { matchLabels: { app: "d" } }, template: labels("d") } }, { provider });
          new k8s.apps.v1.StatefulSet("set", { metadata, spec: {
            replicas: 2, serviceName: "web", selector: { matchLabels: { app: "s" } }, template: labels("s") } }, { provider });
          new k8s.core.v1.Service("service", { metadata, spec: { selector: { app: "d" }, ports: [{ port: 80 }] } }, { provider });`;
        project.program(workloads("registry.slipway.test:5000/none:1"));
        // Simulated pods are ready at once, and then have `minReadySeconds` to go.
        expect(await up()).toContain("[2/2] Waiting for the Deployment's rollout to be complete");
        const second = "registry.slipway.test:5000/none:2";
        project.program(workloads(second));
        expect(await up()).toContain("~ 2 updated");
        const pods = await live.list("v1", "Pod", namespace);
        const current = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
        expect(current).toHaveLength(4);
        for (const pod of current) expect(pod).toMatchObject({ spec: { containers: [{ image: second }] } });
        for (const kind of ["Deployment", "StatefulSet"]) {
          const set = await live.find("apps/v1", kind, `${namespace}/web`);
          expect(set).toMatchObject({ status: { readyReplicas: 2, updatedReplicas: 2 } });
        }
      }));

    test("fails with the pods' own reasons, keeps the object, and the next update goes on with it", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        project.program(`new k8s.apps.v1.Deployment("web", ${deployment(namespace, "", tooMuch)}, ${soon});`);
        const output = await up(1);
        expect(output).toContain("[1/2] Waiting for app ReplicaSet to be available (0/2 Pods available)");
        expect(output).toContain("timed out waiting to be Ready");
        expect(output).toMatch(/0\/\d+ nodes are available/);
        const [recorded] = project.recorded(DEPLOYMENT);
        expect(recorded?.id).toBe(`${namespace}/web`);
        expect(recorded?.initErrors ?? []).not.toEqual([]);
        const uid = (await live.find("apps/v1", "Deployment", `${namespace}/web`))?.metadata?.uid;
        project.program(`new k8s.apps.v1.Deployment("web", ${deployment(namespace)}, { provider });`);
        expect(await up()).toContain("~ 1 updated");
        expect((await live.find("apps/v1", "Deployment", `${namespace}/web`))?.metadata?.uid).toBe(uid);
        expect(project.recorded(DEPLOYMENT)[0]?.initErrors ?? []).toEqual([]);
      }));

    test("names the quota that refuses the pods", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none", namespace } };
        await live.create({ ...quota, spec: { hard: { pods: "0" } } });
        // A quota refuses nothing before its controller has taken it up.
        const isInForce = async (): Promise<boolean> => {
          const found = await live.find("v1", "ResourceQuota", `${namespace}/none`);
          return (found?.["status"] as { hard?: object } | undefined)?.hard !== undefined;
        };
        while (!(await isInForce())) await pause(200);
        await pause(1000);
        project.program(`new k8s.apps.v1.Deployment("web", ${deployment(namespace)}, ${soon});`);
        expect(await up(1)).toMatch(/exceeded quota: none/);
      }));

    test("is left out where the program says so", () =>
      inScenario(live(), async ({ project, namespace, up }) => {
        project.program(
          `new k8s.apps.v1.Deployment("web", ${unawaitedDeployment(namespace, tooMuch)}, { provider });`,
        );
        await up();
      }));

    test("takes the conditions that the program names, all of them", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const waitFor = JSON.stringify(["jsonpath={.data.tide}=high", "jsonpath={.data.moon}"]);
        project.program(`new k8s.core.v1.ConfigMap("config", {
          metadata: { name: "web", namespace: "${namespace}", annotations: { "pulumi.com/waitFor": ${JSON.stringify(waitFor)} } },
        }, { provider });`);
        const running = up();
        const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web", namespace } };
        while ((await live.find("v1", "ConfigMap", `${namespace}/web`)) === undefined) await pause(200);
        await live.change({ ...map, data: { tide: "high" } }, "somebody");
        const isOver = await Promise.race([running.then(() => true), pause(2000, false)]);
        expect(isOver).toBe(false);
        await live.change({ ...map, data: { moon: "full" } }, "somebody");
        await running;
      }));

    test("for a condition ends when its time is over, and the object is recorded", () =>
      inScenario(live(), async ({ project, namespace, up }) => {
        const never = deployment(namespace, "", tooMuch).replace(
          'name: "web"',
          'annotations: { "pulumi.com/waitFor": "condition=Available", "pulumi.com/timeoutSeconds": "5" }, name: "web"',
        );
        project.program(`new k8s.apps.v1.Deployment("web", ${never}, { provider });`);
        const started = performance.now();
        await up(1);
        expect(performance.now() - started).toBeLessThan(60_000);
        expect(project.recorded(DEPLOYMENT)[0]?.initErrors).not.toEqual([]);
      }));

    test("ends at once for a claim that its first pod will bind, and late for one that nothing binds", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const claim = (storageClass: string, options: string): string =>
          `new k8s.core.v1.PersistentVolumeClaim("claim", {
            metadata: { name: "claim", namespace: "${namespace}" },
            spec: { storageClassName: "${storageClass}", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } },
          }, ${options});`;
        await live.create({
          apiVersion: "storage.k8s.io/v1",
          kind: "StorageClass",
          metadata: { name: namespace },
          provisioner: "example.com/none",
          volumeBindingMode: "WaitForFirstConsumer",
        });
        project.program(claim(namespace, "{ provider }"));
        await up();
        project.program(claim(`${namespace}-none`, soon));
        await up(1);
        expect(project.recorded("kubernetes:core/v1:PersistentVolumeClaim")[0]?.initErrors).not.toEqual([]);
        await live.remove("storage.k8s.io/v1", "StorageClass", namespace);
      }));
  });
}
