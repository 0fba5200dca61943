import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  deployment,
  labels,
  namespace,
  resource,
  unknownObject,
  unknownText,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const web = { "app.kubernetes.io/name": "web" };
const inShop = (name: string, namespace = "shop") => ({ metadata: { name, namespace, labels } });

const service = (spec: Json, namespace = "shop", name = "web") =>
  resource("kubernetes:core/v1:Service", { ...inShop(name, namespace), spec }, `${name}-service`);
const policy = (spec: Json, namespace = "shop") =>
  resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", { ...inShop("web", namespace), spec });
const monitor = (spec: Json, kind = "PodMonitor", namespace = "shop") =>
  resource(`kubernetes:monitoring.coreos.com/v1:${kind}`, { ...inShop("web", namespace), spec });
const nameless = resource("kubernetes:apps/v1:Deployment", {
  metadata: { name: "other", namespace: "shop" },
  spec: { template: { metadata: { labels: unknownObject }, spec: {} } },
});
const cluster = resource("kubernetes:postgresql.cnpg.io/v1:Cluster", {
  ...inShop("database"),
  spec: { inheritedMetadata: { labels: { tier: "data" } } },
});
const pooler = resource("kubernetes:postgresql.cnpg.io/v1:Pooler", {
  ...inShop("pooled"),
  spec: { cluster: { name: "database" }, template: { metadata: { labels: { tier: "pool" } } } },
});
const issuer = resource("kubernetes:cert-manager.io/v1:Issuer", inShop("acme"));

describe("service-selects-pods", () => {
  const rule = only("service-selects-pods");

  it.each<[string, Json]>([
    ["all labels of a pod", { selector: web }],
    ["what the cluster adds", { selector: { ...web, "rollouts-pod-template-hash": "abc" } }],
    [
      "a database's pods",
      { selector: { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance", role: "rw" } },
    ],
    ["a database's pods by an inherited label", { selector: { tier: "data" } }],
    ["a pooler's pods", { selector: { "cnpg.io/poolerName": "pooled", tier: "pool" } }],
    ["the pods that prove a hostname", { selector: { "acme.cert-manager.io/http01-solver": "true" } }],
  ])("lets pass what selects %s", async (_, spec) => {
    expect(await judge([deployment(), cluster, pooler, issuer, service(spec)], rule)).toEqual([]);
  });

  it("is not about Services without a selector", async () => {
    const { violations, notApplicable } = await judgeFully([service({ externalName: "a.example" })], rule);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(2);
  });

  it.each<[string, Json, string]>([
    ["another value", { "app.kubernetes.io/name": "api" }, "shop"],
    ["a label too many", { ...web, tier: "hunter2" }, "shop"],
    ["another namespace", web, "elsewhere"],
    ["a pooler that has another name", { "cnpg.io/poolerName": "database" }, "shop"],
  ])("refuses %s", async (_, selector, namespace) => {
    const lost = service({ selector }, namespace);
    const [violation, ...more] = await judge([deployment(), cluster, pooler, lost], rule);
    expect(violation).toMatchObject({ level: "mandatory", urn: lost.urn });
    expect(violation?.message).toContain(
      `Service ${namespace}/web: spec.selector selects no pods of the stack in its namespace.`,
    );
    expect(violation?.message).not.toContain("hunter2");
    expect(more).toEqual([]);
  });

  it("is sure of one beside what can't be known", async () => {
    const levels = async (...resources: Parameters<typeof judge>[0][number][]) =>
      (await judge(resources, rule)).map(({ level }) => level);
    const lost = service({ selector: { a: "b" } }, "elsewhere", "lost");
    expect(await levels(namespace("elsewhere"), nameless, service({ selector: web }), lost)).toEqual([
      "mandatory",
      "advisory",
    ]);
    expect(await levels(nameless, deployment(), service({ selector: web }))).toEqual([]);
    const half = { ...web, "app.kubernetes.io/part-of": unknownText };
    expect(await levels(deployment(), service({ selector: half }))).toEqual(["advisory"]);
    const wrong = { "app.kubernetes.io/part-of": unknownText, "app.kubernetes.io/name": "api" };
    expect(await levels(deployment(), service({ selector: wrong }))).toEqual(["mandatory"]);
  });
});

describe("service-target-port-exists", () => {
  const rule = only("service-target-port-exists");
  const withPorts = (...ports: Json[]) => service({ selector: web, ports });

  it.each<[string, Json]>([
    ["a name", { port: 80, targetPort: "http" }],
    ["a number", { port: 80, targetPort: 8080 }],
    ["a number as text", { port: 80, targetPort: "8080" }],
    ["no target, as the port is the same", { port: 8080 }],
  ])("lets %s pass", async (_, port) => {
    expect(await judge([deployment(), withPorts(port)], rule)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    [
      "another name",
      { port: 80, targetPort: "htpp" },
      "spec.ports[0].targetPort is a name that no container",
    ],
    ["another number", { port: 80, targetPort: 80 }, "spec.ports[0].targetPort is 80 that no container"],
    ["no target", { port: 80 }, "spec.ports[0].port is 80 that no container"],
  ])("refuses %s", async (_, port, problem) => {
    const found = await judge([deployment(), withPorts(port, { port: 80, targetPort: "http" })], rule);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(problem);
  });

  it("leaves what selects nothing, or an operator's pods, to others", async () => {
    const ofDatabase = service({ selector: { "cnpg.io/cluster": "database" }, ports: [{ port: 1 }] });
    expect(await judge([cluster, ofDatabase, withPorts({ port: 1 })], rule)).toEqual([]);
  });

  it("is sure of one port beside an unknown one", async () => {
    const ports = [{ port: 80, targetPort: unknownText }, { port: 80 }];
    const found = await judge([deployment(), withPorts(...ports)], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("network-policy-selects-pods", () => {
  const rule = only("network-policy-selects-pods");
  const of = (podSelector: Json, namespace?: string) => policy({ podSelector }, namespace);

  it.each<[string, Json]>([
    ["everything", {}],
    ["by labels", { matchLabels: web }],
    [
      "by an expression",
      { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["web"] }] },
    ],
    ["what has a label", { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "Exists" }] }],
    ["what has none", { matchLabels: web, matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }],
    ["what has another", { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["data"] }] }],
    [
      "a database without its poolers",
      {
        matchLabels: { "cnpg.io/cluster": "database" },
        matchExpressions: [{ key: "cnpg.io/poolerName", operator: "DoesNotExist" }],
      },
    ],
  ])("lets pass what selects %s", async (_, podSelector) => {
    expect(await judge([deployment(), cluster, of(podSelector)], rule)).toEqual([]);
  });

  it.each<[string, Json, string?]>([
    ["other labels", { matchLabels: { "app.kubernetes.io/name": "api" } }],
    ["another namespace", { matchLabels: web }, "elsewhere"],
    [
      "values that none has",
      { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["a"] }] },
    ],
    [
      "what lacks a label that all have",
      { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "DoesNotExist" }] },
    ],
    [
      "an operator that there is not",
      { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "Is" }] },
    ],
  ])("refuses %s", async (_, podSelector, namespace) => {
    const lost = of(podSelector, namespace);
    const found = await judge([deployment(), lost], rule);
    expect(found.map(({ urn }) => urn)).toEqual([lost.urn]);
    expect(found[0]?.message).toContain("spec.podSelector selects no pods of the stack in its namespace.");
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([nameless, of({ matchLabels: web })], rule);
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
  });
});

describe("monitor-selects-target", () => {
  const rule = only("monitor-selects-target");
  const selector = { matchLabels: web };

  it("lets a PodMonitor of pods and a ServiceMonitor of a Service pass", async () => {
    const monitors = [monitor({ selector }), monitor({ selector }, "ServiceMonitor")];
    expect(await judge([deployment(), service({}), ...monitors], rule)).toEqual([]);
    const elsewhere = [
      monitor({ selector, namespaceSelector: { any: true } }, "PodMonitor", "monitoring"),
      monitor({ selector, namespaceSelector: { matchNames: ["a", "shop"] } }, "PodMonitor", "monitoring"),
    ];
    expect(await judge([deployment(), ...elsewhere], rule)).toEqual([]);
  });

  it("refuses one that finds none", async () => {
    const lost = [
      monitor({ selector: { matchLabels: { a: "b" } } }),
      monitor({ selector }, "PodMonitor", "monitoring"),
      monitor({ selector, namespaceSelector: { matchNames: ["other"] } }),
    ];
    const found = await judge([deployment(), ...lost], rule);
    expect(found).toHaveLength(3);
    for (const { message } of found) expect(message).toContain("spec.selector selects no pods of the stack.");
    const [ofService, ...more] = await judge(
      [namespace(), deployment(), monitor({ selector }, "ServiceMonitor")],
      rule,
    );
    expect(ofService?.message).toContain("spec.selector selects no Service of the stack.");
    expect(more).toEqual([]);
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([nameless, monitor({ selector })], rule);
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
  });
});
