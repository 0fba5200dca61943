import { describe, expect, test } from "vitest";
import { startPolling } from "../polling.ts";
import type { LiveCluster } from "./live-cluster.ts";
import { deployment, inScenario, type Scenario } from "./scenario.ts";

const LOOK_MILLISECONDS = 50;

const image = (version: number): string => `registry.slipway.test:5000/none:${version}`;

/** A Deployment that states its replicas, or none. */
const web = (namespace: string, version: number, replicas: number | undefined, options: string): string => {
  const stated = replicas === undefined ? "" : `replicas: ${replicas},`;
  const args = deployment(namespace).replace("replicas: 2,", stated).replace(image(1), image(version));
  return `new k8s.apps.v1.Deployment("web", ${args}, ${options});`;
};

const autoscaler = (namespace: string): string => `
  new k8s.autoscaling.v2.HorizontalPodAutoscaler("web-autoscaler", {
    metadata: { name: "web", namespace: "${namespace}" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    },
  }, { provider });`;

const leftAlone = '{ provider, ignoreChanges: ["spec.replicas"] }';

export function describeScaling(live: () => LiveCluster | undefined): void {
  describe("scaling", () => {
    test("from a fixed number to an autoscaler never has fewer pods on the way, and later updates leave its number", () =>
      inScenario(live(), async (scenario) => {
        const { project, namespace, up, live } = scenario;
        project.program(web(namespace, 1, 4, "{ provider }"));
        await up();
        // The first update takes the fields of the creation over; the second one is the usual case.
        project.program(web(namespace, 2, 4, "{ provider }"));
        await up();
        const watch = watchReplicas(scenario);
        project.program(web(namespace, 3, undefined, leftAlone) + autoscaler(namespace));
        await up();
        expect(await watch.stop()).toEqual({ fewest: 4, most: 4 });
        // As the autoscaler does, which is another manager of the field.
        const scaled = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace } };
        await live.change({ ...scaled, spec: { replicas: 5 } }, "kube-controller-manager");
        const later = watchReplicas(scenario);
        project.program(web(namespace, 4, undefined, leftAlone) + autoscaler(namespace));
        await up();
        expect(await later.stop()).toEqual({ fewest: 5, most: 5 });
        const owners = await ownersOfReplicas(scenario);
        expect(owners).toEqual(["kube-controller-manager"]);
      }));

    test("straight after the creation keeps the number as well", () =>
      inScenario(live(), async (scenario) => {
        const { project, namespace, up } = scenario;
        project.program(web(namespace, 1, 4, "{ provider }"));
        await up();
        const watch = watchReplicas(scenario);
        project.program(web(namespace, 2, undefined, leftAlone) + autoscaler(namespace));
        await up();
        expect(await watch.stop()).toEqual({ fewest: 4, most: 4 });
      }));

    test("without leaving the number alone falls to one pod, which is why it is left alone", () =>
      inScenario(live(), async (scenario) => {
        const { project, namespace, up } = scenario;
        project.program(web(namespace, 1, 4, "{ provider }"));
        await up();
        const watch = watchReplicas(scenario);
        project.program(web(namespace, 2, undefined, "{ provider }"));
        await up();
        expect((await watch.stop()).fewest).toBe(1);
      }));

    test("back to a fixed number takes it over from the autoscaler", () =>
      inScenario(
        live(),
        async ({ project, namespace, up, live }) => {
          project.program(web(namespace, 1, undefined, leftAlone) + autoscaler(namespace));
          await up();
          const scaled = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace } };
          await live.change({ ...scaled, spec: { replicas: 5 } }, "kube-controller-manager");
          project.program(web(namespace, 2, 3, "{ provider }"));
          await up();
          expect(await live.find("apps/v1", "Deployment", `${namespace}/web`)).toMatchObject({
            spec: { replicas: 3 },
          });
        },
        "{ enablePatchForce: true }",
      ));
  });
}

/** Watches the number of replicas that the Deployment asks for, from now until it is stopped. */
function watchReplicas({ live, namespace }: Scenario): { stop(): Promise<{ fewest: number; most: number }> } {
  const seen: number[] = [];
  const polling = startPolling(async () => {
    const found = await live.find("apps/v1", "Deployment", `${namespace}/web`);
    seen.push((found?.["spec"] as { replicas?: number } | undefined)?.replicas ?? 0);
  }, LOOK_MILLISECONDS);
  return {
    async stop() {
      await polling.stop();
      return { fewest: Math.min(...seen), most: Math.max(...seen) };
    },
  };
}

async function ownersOfReplicas({ live, namespace }: Scenario): Promise<string[]> {
  const found = await live.find("apps/v1", "Deployment", `${namespace}/web`);
  return (found?.metadata?.managedFields ?? []).flatMap(({ manager, fieldsV1 }) => {
    const spec = (fieldsV1 as Record<string, object> | undefined)?.["f:spec"];
    return spec !== undefined && "f:replicas" in spec && manager !== undefined ? [manager] : [];
  });
}
