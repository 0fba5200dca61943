import { describe, expect, test } from "vitest";
import { checkObject } from "../../../toolchain/plugins/kubernetes/check.ts";
import { asSecret, UNKNOWN, type Properties } from "../../../toolchain/plugins/protocol/property-value.ts";
import type { CheckRequest } from "../../../toolchain/plugins/protocol/resource-provider.ts";

const seed = new Uint8Array([1, 2, 3, 4]);

function request(type: string, inputs: Properties, more: Partial<CheckRequest> = {}): CheckRequest {
  const urn = `urn:pulumi:dev::slipway::${type}::web`;
  return { urn, type, name: "web", inputs, oldInputs: {}, randomSeed: seed, autonaming: undefined, ...more };
}

const check = (type: string, inputs: Properties, more: Partial<CheckRequest> = {}) =>
  checkObject(request(type, inputs, more), "default");
const failures = (type: string, inputs: Properties) =>
  check(type, inputs).failures.map(({ property, reason }) => `${property}: ${reason}`);

const deployment = (spec: Properties = {}): Properties => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
    ...spec,
  },
});
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

describe("autonaming", () => {
  test("gives an unnamed object its logical name and eight hexadecimal digits", () => {
    const { metadata } = check(CONFIG_MAP, {}).inputs;
    expect(metadata).toEqual({
      name: expect.stringMatching(/^web-[0-9a-f]{8}$/) as string,
      namespace: "default",
      annotations: { "pulumi.com/autonamed": "true" },
    });
  });

  test("gives the same name for the same seed, and another for another", () => {
    const name = (randomSeed: Uint8Array) =>
      (check(CONFIG_MAP, {}, { randomSeed }).inputs["metadata"] as Properties)["name"];
    expect(name(seed)).toBe(name(new Uint8Array(seed)));
    expect(name(seed)).not.toBe(name(new Uint8Array([9])));
  });

  test("keeps the name it gave before", () => {
    const oldInputs = { metadata: { name: "web-0badcafe", annotations: { "pulumi.com/autonamed": "true" } } };
    expect(check(CONFIG_MAP, {}, { oldInputs }).inputs["metadata"]).toMatchObject({ name: "web-0badcafe" });
  });

  test("does not rename an object whose own name the program dropped", () => {
    const { failures: found } = check(CONFIG_MAP, {}, { oldInputs: { metadata: { name: "chosen" } } });
    expect(found).toEqual([expect.objectContaining({ property: "metadata.name" })]);
  });

  test("does what the project's autonaming asks for", () => {
    const autonaming = { mode: "enforce", proposedName: "proposed" } as const;
    expect(check(CONFIG_MAP, {}, { autonaming }).inputs["metadata"]).toMatchObject({ name: "proposed" });
    const off = check(CONFIG_MAP, {}, { autonaming: { mode: "disable", proposedName: "" } });
    expect(off.failures[0]?.property).toBe("metadata.name");
  });

  test("leaves a chosen and an unknown name alone", () => {
    expect(check(CONFIG_MAP, { metadata: { name: "web" } }).inputs["metadata"]).toEqual({
      name: "web",
      namespace: "default",
    });
    expect(check(CONFIG_MAP, { metadata: { name: UNKNOWN } }).failures).toEqual([]);
  });

  test("refuses a generated name, which server-side apply has not", () => {
    expect(failures(CONFIG_MAP, { metadata: { generateName: "web-" } })[0]).toContain(
      "metadata.generateName",
    );
  });

  test("refuses a name that is none, and says what one is", () => {
    expect(failures(CONFIG_MAP, { metadata: { name: "Web_1" } })[0]).toContain('"Web_1" is not a DNS name');
    const role = { metadata: { name: "system:web" }, rules: [] };
    expect(failures("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", role)).toEqual([]);
  });
});

describe("namespace", () => {
  test("is the provider's default for a namespaced object only", () => {
    const inNamespace = (type: string) =>
      checkObject(request(type, { metadata: { name: "web" } }), "shop").inputs["metadata"];
    expect(inNamespace(CONFIG_MAP)).toMatchObject({ namespace: "shop" });
    expect(inNamespace("kubernetes:core/v1:Namespace")).not.toHaveProperty("namespace");
    expect(inNamespace("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")).not.toHaveProperty(
      "namespace",
    );
  });

  test("stays what the program says", () => {
    const metadata = { name: "web", namespace: "mine" };
    expect(check(CONFIG_MAP, { metadata }).inputs["metadata"]).toEqual(metadata);
  });
});

describe("required fields", () => {
  test("a whole deployment passes", () => {
    expect(failures(DEPLOYMENT, deployment())).toEqual([]);
  });

  test("each missing field is named by its path", () => {
    const spec = {
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web" }] } },
    };
    expect(failures(DEPLOYMENT, deployment(spec))).toEqual([
      "spec.template.spec.containers[0].image: Deployment needs spec.template.spec.containers[0].image, and it is missing.",
    ]);
  });

  test("an empty list is missing its elements", () => {
    const spec = { template: { metadata: { labels: { app: "web" } }, spec: { containers: [] } } };
    expect(check(DEPLOYMENT, deployment(spec)).failures.map(({ property }) => property)).toEqual([
      "spec.template.spec.containers",
    ]);
  });

  test("what a preview cannot know yet is there", () => {
    expect(failures(DEPLOYMENT, deployment({ selector: UNKNOWN, template: UNKNOWN }))).toEqual([]);
  });

  test("a patch needs only a name", () => {
    const patch = { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: 2 } };
    expect(failures("kubernetes:apps/v1:DeploymentPatch", patch)[0]).toContain("metadata.name");
    const named = { ...patch, metadata: { name: "web" } };
    expect(failures("kubernetes:apps/v1:DeploymentPatch", named)).toEqual([]);
  });

  test("a custom resource is judged by its group, not by its kind alone", () => {
    const metadata = { name: "db" };
    const type = "kubernetes:postgresql.cnpg.io/v1:Cluster";
    const inputs = { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", metadata };
    expect(failures(type, inputs)[0]).toContain("spec.instances");
    expect(failures("kubernetes:example.com/v1:Cluster", { apiVersion: "example.com/v1", metadata })).toEqual(
      [],
    );
  });
});

describe("rules of the API server", () => {
  test("pods must carry the selector's labels", () => {
    const spec = { selector: { matchLabels: { app: "other" } } };
    expect(failures(DEPLOYMENT, deployment(spec))[0]).toContain('app="other"');
  });

  test("a job's pods do not restart for ever", () => {
    const pod = { restartPolicy: "Always", containers: [{ name: "a", image: "a:1" }] };
    const inputs = { metadata: { name: "job" }, spec: { template: { spec: pod } } };
    expect(failures("kubernetes:batch/v1:Job", inputs)[0]).toContain('"Always" is not allowed');
  });

  test("a disruption budget has one limit", () => {
    const spec = { selector: {}, minAvailable: 1, maxUnavailable: 1 };
    expect(
      failures("kubernetes:policy/v1:PodDisruptionBudget", { metadata: { name: "a" }, spec })[0],
    ).toContain("exclude each other");
  });

  test("a service has ports, unless it is headless or leads elsewhere", () => {
    const service = (spec: Properties) =>
      failures("kubernetes:core/v1:Service", { metadata: { name: "web" }, spec });
    expect(service({})[0]).toContain("at least one port");
    expect(service({ ports: [{ name: "http" }] })[0]).toContain("spec.ports[0].port");
    expect(service({ clusterIP: "None" })).toEqual([]);
    expect(service({ type: "ExternalName", externalName: "example.com" })).toEqual([]);
    expect(service({ ports: [{ port: 80 }] })).toEqual([]);
  });

  test("an autoscaler's least is not more than its most", () => {
    const spec = { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 5, maxReplicas: 2 };
    const inputs = { metadata: { name: "web" }, spec };
    expect(failures("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", inputs)[0]).toContain(
      "5 is more than",
    );
  });
});

describe("secrets", () => {
  test("a Secret's values become secret, and stay marked once", () => {
    const type = "kubernetes:core/v1:Secret";
    const inputs = { metadata: { name: "s" }, stringData: { password: "p" }, data: asSecret({ a: "b" }) };
    const checked = check(type, inputs).inputs;
    expect(checked["stringData"]).toEqual(asSecret({ password: "p" }));
    expect(checked["data"]).toEqual(asSecret({ a: "b" }));
  });

  test("secret metadata is looked through and stays secret", () => {
    const inputs = { metadata: asSecret({ labels: { a: "b" } }) };
    const { metadata } = check(CONFIG_MAP, inputs).inputs;
    expect(metadata).toEqual(asSecret(expect.objectContaining({ namespace: "default" }) as Properties));
  });
});
