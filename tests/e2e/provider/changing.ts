import { describe, expect, test } from "vitest";
import type { LiveCluster } from "./live-cluster.ts";
import { inScenario, type Scenario } from "./scenario.ts";

const configMap = (namespace: string, data: Record<string, string>, metadata = ""): string =>
  `new k8s.core.v1.ConfigMap("config", {
    metadata: { namespace: "${namespace}", ${metadata} }, data: ${JSON.stringify(data)} }, { provider });`;

const mutable = "{ enableConfigMapMutable: true }";
const uidOf = async ({ live, namespace }: Scenario, name: string): Promise<string> =>
  (await live.find("v1", "ConfigMap", `${namespace}/${name}`))?.metadata?.uid ?? "none";

/** Another manager sets fields of the object "web". */
const somebodySets = ({ live, namespace }: Scenario, data: Record<string, string>): Promise<unknown> =>
  live.change(
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web", namespace }, data },
    "somebody",
  );

export function describeChanging(live: () => LiveCluster | undefined): void {
  describe("changing", () => {
    test("drops what the program no longer says, and keeps what others added", () =>
      inScenario(
        live(),
        async (scenario) => {
          const { project, namespace, up, live } = scenario;
          project.program(configMap(namespace, { a: "1", b: "2" }, 'name: "web"'));
          await up();
          const uid = await uidOf(scenario, "web");
          await somebodySets(scenario, { c: "3" });
          project.program(configMap(namespace, { a: "10" }, 'name: "web"'));
          expect(await up()).toContain("~ 1 updated");
          const found = await live.find("v1", "ConfigMap", `${namespace}/web`);
          expect(found?.["data"]).toEqual({ a: "10", c: "3" });
          expect(await uidOf(scenario, "web")).toBe(uid);
        },
        mutable,
      ));

    test("names the other manager and the field in a conflict, and wins it only when told to", () =>
      inScenario(
        live(),
        async (scenario) => {
          const { project, namespace, up, live } = scenario;
          const name = 'name: "web"';
          project.program(configMap(namespace, { a: "1" }, name));
          await up();
          project.program(configMap(namespace, { a: "2" }, name));
          await up();
          await somebodySets(scenario, { a: "theirs" });
          project.program(configMap(namespace, { a: "3" }, name));
          const output = await up(1);
          expect(output).toContain('conflict with "somebody"');
          expect(output).toContain(".data.a");
          expect(output).toContain("pulumi.com/patchForce");
          expect(await live.find("v1", "ConfigMap", `${namespace}/web`)).toMatchObject({
            data: { a: "theirs" },
          });
          const forced = `${name}, annotations: { "pulumi.com/patchForce": "true" }`;
          project.program(configMap(namespace, { a: "3" }, forced));
          await up();
          expect(await live.find("v1", "ConfigMap", `${namespace}/web`)).toMatchObject({ data: { a: "3" } });
        },
        mutable,
      ));

    test("replaces an object with a fixed name by deleting it first", () =>
      inScenario(live(), async (scenario) => {
        const { project, namespace, up } = scenario;
        project.program(configMap(namespace, { a: "1" }, 'name: "web"'));
        await up();
        const uid = await uidOf(scenario, "web");
        project.program(configMap(namespace, { a: "2" }, 'name: "web"'));
        const output = await up();
        expect(output).toContain("+-1 replaced");
        expect(output.indexOf("deleted original")).toBeLessThan(output.indexOf("created replacement"));
        expect(await uidOf(scenario, "web")).not.toBe(uid);
      }));

    test("replaces an object that it has named by creating the new one first", () =>
      inScenario(live(), async ({ project, namespace, up, live }) => {
        const names = async (): Promise<string[]> =>
          (await live.list("v1", "ConfigMap", namespace))
            .map(({ metadata }) => metadata?.name ?? "")
            .filter((name) => name.startsWith("config-"));
        project.program(configMap(namespace, { a: "1" }));
        await up();
        const before = await names();
        project.program(configMap(namespace, { a: "2" }));
        const output = await up();
        expect(output.indexOf("created replacement")).toBeLessThan(output.indexOf("deleted original"));
        const after = await names();
        expect([before.length, after.length]).toEqual([1, 1]);
        expect(after).not.toEqual(before);
      }));

    test("says plainly that a field can't change, and goes on from the old object", () =>
      inScenario(live(), async ({ project, namespace, up }) => {
        const storage = (policy: string): string =>
          `new k8s.storage.v1.StorageClass("class", {
            metadata: { name: "${namespace}" }, provisioner: "example.com/none", reclaimPolicy: "${policy}" }, { provider });`;
        project.program(storage("Delete"));
        await up();
        project.program(storage("Retain"));
        const output = await up(1);
        expect(output).toContain("reclaimPolicy");
        expect(output).toContain("replaceOnChanges");
        project.program(storage("Delete"));
        await up();
        expect((await project.run("destroy")).exitCode).toBe(0);
      }));
  });
}
