import { describe, expect, test } from "vitest";
import type { LiveCluster } from "./live-cluster.ts";
import { deployment, inScenario } from "./scenario.ts";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const SECRET = "kubernetes:core/v1:Secret";

export function describeCreation(live: () => LiveCluster | undefined): void {
  describe("creating", () => {
    test("makes the objects once; then nothing changes and a refresh finds no drift", () =>
      inScenario(live(), async ({ project, namespace, up, refresh, live }) => {
        project.program(`
          const metadata = { name: "web", namespace: "${namespace}" };
          new k8s.core.v1.ConfigMap("config", { metadata, data: { mode: "plain" } }, { provider });
          new k8s.core.v1.Service("service", {
            metadata, spec: { clusterIP: "None", selector: { app: "web" }, ports: [{ port: 80 }] },
          }, { provider });
          new k8s.core.v1.ResourceQuota("quota", {
            metadata, spec: { hard: { "limits.cpu": "2000m", "limits.memory": "2048Mi" } },
          }, { provider });
          new k8s.core.v1.PersistentVolumeClaim("claim", {
            metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
            spec: { accessModes: ["ReadWriteOnce"], storageClassName: "", resources: { requests: { storage: "1024Mi" } } },
          }, { provider });`);
        expect(await up()).toContain("+ 6 created");
        expect(await live.find("v1", "ConfigMap", `${namespace}/web`)).toMatchObject({
          data: { mode: "plain" },
        });
        expect(project.recorded(CONFIG_MAP)[0]?.id).toBe(`${namespace}/web`);
        await up(0, "--expect-no-changes");
        await refresh();
        await up(0, "--expect-no-changes");
      }));

    test("keeps a Secret's content out of the state and of the output", () =>
      inScenario(live(), async ({ project, namespace, up, refresh, live }) => {
        const content = "known-to-nobody";
        const encoded = Buffer.from(content).toString("base64");
        project.program(`
          const secret = new k8s.core.v1.Secret("secret", {
            metadata: { name: "secret", namespace: "${namespace}" }, stringData: { key: "${content}" },
          }, { provider });
          export const data = secret.data;`);
        const output = await up();
        expect(await live.find("v1", "Secret", `${namespace}/secret`)).toMatchObject({
          data: { key: encoded },
        });
        const recorded = JSON.stringify(project.recorded(SECRET));
        for (const text of [output, recorded, await refresh(), JSON.stringify(project.recorded(SECRET))]) {
          expect(text).not.toContain(content);
          expect(text).not.toContain(encoded);
        }
        await up(0, "--expect-no-changes");
      }));

    test("refuses an object that is there already, and leaves it alone", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const id = `${namespace}/taken`;
        await live.create({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "taken", namespace },
          data: { owner: "somebody" },
        });
        project.program(`new k8s.core.v1.ConfigMap("config", {
          metadata: { name: "taken", namespace: "${namespace}" }, data: { owner: "program" } }, { provider });`);
        const output = await up(1);
        expect(output).toContain('configmaps "taken" already exists');
        expect(output).toContain("upsertExistingObjects");
        expect(await live.find("v1", "ConfigMap", id)).toMatchObject({ data: { owner: "somebody" } });
        expect(project.recorded(CONFIG_MAP)).toEqual([]);
      }));

    test("takes it over when upserts are on", () =>
      inScenario(
        live(),
        async ({ project, namespace, up, live }) => {
          const metadata = { name: "taken", namespace };
          const data = { owner: "program", other: "kept" };
          await live.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data });
          project.program(`new k8s.core.v1.ConfigMap("config", {
            metadata: { name: "taken", namespace: "${namespace}" }, data: { owner: "program" } }, { provider });`);
          await up();
          expect(await live.find("v1", "ConfigMap", `${namespace}/taken`)).toMatchObject({ data });
          expect(project.recorded(CONFIG_MAP)).toHaveLength(1);
        },
        "{ upsertExistingObjects: true }",
      ));

    test("tells what the API server warns of", () =>
      inScenario(live(), async ({ project, namespace, up }) => {
        project.program(
          `new k8s.apps.v1.Deployment("web", ${deployment(namespace, "replicaz: 3,")}, { provider });`,
        );
        expect(await up()).toContain('unknown field "spec.replicaz"');
      }));

    test("waits for a CustomResourceDefinition that comes with its first object", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        project.program(`
          const group = "${namespace}.example.com";
          new k8s.apiextensions.CustomResource("tide", {
            apiVersion: group + "/v1", kind: "Tide", spec: { metres: 12 },
            // The garbage collector takes half a minute to learn of a new kind, and foreground deletion waits for it.
            metadata: {
              name: "spring", namespace: "${namespace}",
              annotations: { "pulumi.com/deletionPropagationPolicy": "background" },
            },
          }, { provider });
          new k8s.apiextensions.v1.CustomResourceDefinition("tides", {
            metadata: { name: "tides." + group },
            spec: {
              group, scope: "Namespaced", names: { kind: "Tide", plural: "tides" },
              versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: {
                type: "object", x_kubernetes_preserve_unknown_fields: true } } }],
            },
          }, { provider });`);
        await up();
        const tide = await live.find(`${namespace}.example.com/v1`, "Tide", `${namespace}/spring`);
        expect(tide).toMatchObject({ spec: { metres: 12 } });
        await up(0, "--expect-no-changes");
        const { exitCode } = await project.run("destroy");
        expect(exitCode).toBe(0);
      }));
  });
}
