import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import {
  deployment,
  deploymentWith,
  namespace,
  podSpec,
  podWrapper,
  resource,
  type Json,
  workload,
} from "./workloads.ts";

const metadata = { name: "web", namespace: "shop" };
const of = (type: string, spec: Json) => resource(`kubernetes:${type}`, { metadata, spec });
const lacking = { matchLabels: { tier: "data" } };
const toData = { name: "DATA", valueFrom: { secretKeyRef: { name: "data", key: "address" } } };

const cases = [
  { rule: "pdb-selects-pods", lost: of("policy/v1:PodDisruptionBudget", { selector: lacking }) },
  { rule: "service-selects-pods", lost: of("core/v1:Service", { selector: { tier: "data" } }) },
  {
    rule: "network-policy-selects-pods",
    lost: of("networking.k8s.io/v1:NetworkPolicy", { podSelector: lacking }),
  },
  {
    rule: "monitor-selects-target",
    lost: of("monitoring.coreos.com/v1:ServiceMonitor", { selector: lacking }),
  },
  {
    rule: "route-backend-exists",
    lost: of("gateway.networking.k8s.io/v1:HTTPRoute", { rules: [{ backendRefs: [{ name: "data" }] }] }),
  },
  { rule: "service-account-exists", lost: workload(podWrapper, podSpec({ serviceAccountName: "data" })) },
  { rule: "env-references-exist", lost: deploymentWith({ env: [toData] }) },
  {
    rule: "external-secret-store-exists",
    lost: of("external-secrets.io/v1:ExternalSecret", {
      secretStoreRef: { name: "data" },
      refreshInterval: "1h",
    }),
  },
];
const release = (where?: string) =>
  resource("kubernetes:helm.sh/v3:Release", { chart: "data", ...(where && { namespace: where }) }, "data");

describe.each(cases)("$rule, of what is missing", ({ rule, lost }) => {
  const found = async (...others: readonly ReturnType<typeof resource>[]) =>
    judge([...others, lost], { rules: rules.filter(({ name }) => name === rule) });
  const levels = async (...others: readonly ReturnType<typeof resource>[]) =>
    (await found(...others)).map(({ level }) => level);

  it("refuses it in a namespace of the stack's own, whatever is released elsewhere", async () => {
    expect(await levels(namespace())).toEqual(["mandatory"]);
    expect(await levels(namespace(), release("elsewhere"))).toEqual(["mandatory"]);
  });

  it("only mentions it where others may have it", async () => {
    expect(await levels(), "a namespace that the stack doesn't declare").toEqual(["advisory"]);
    expect(await levels(namespace("elsewhere"))).toEqual(["advisory"]);
    expect(await levels(namespace(), release("shop"))).toEqual(["advisory"]);
    expect(await levels(namespace(), release()), "a release that says no place").toEqual(["advisory"]);
    expect((await found())[0]?.message).toContain(
      ": whether another stack or a release has it can't be told.",
    );
  });
});

describe("what is missing where the stack declares no namespace", () => {
  const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
  const budget = resource("kubernetes:policy/v1:PodDisruptionBudget", {
    metadata,
    spec: { selector: lacking },
  });
  const pods = (where: string, tier: string) =>
    resource(
      "kubernetes:apps/v1:Deployment",
      {
        metadata: { name: tier, namespace: where },
        spec: { template: { metadata: { labels: { tier } }, spec: podSpec() } },
      },
      tier,
    );

  it("is the stack's, where it makes other pods in the namespace, or those in another one", async () => {
    for (const others of [deployment(), pods("elsewhere", "data")])
      expect((await judge([others, budget], only("pdb-selects-pods"))).map(({ level }) => level)).toEqual([
        "mandatory",
      ]);
    expect(
      (await judge([pods("elsewhere", "api"), budget], only("pdb-selects-pods"))).map(({ level }) => level),
    ).toEqual(["advisory"]);
  });

  it("is anybody's, where a monitor looks into every namespace", async () => {
    const rule = only("monitor-selects-target");
    const monitor = (namespaceSelector: Json) =>
      of("monitoring.coreos.com/v1:PodMonitor", { selector: lacking, namespaceSelector });
    const levels = async (selector: Json) =>
      (await judge([namespace(), monitor(selector)], rule)).map(({ level }) => level);
    expect(await levels({ any: true })).toEqual(["advisory"]);
    expect(await levels({ matchNames: ["shop", "elsewhere"] })).toEqual(["advisory"]);
    expect(await levels({ matchNames: ["shop"] })).toEqual(["mandatory"]);
  });

  it("is anybody's, where a store is the cluster's and no store of it is named", async () => {
    const rule = only("external-secret-store-exists");
    const secret = of("external-secrets.io/v1:ExternalSecret", {
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      refreshInterval: "1h",
    });
    const levels = async (config = {}) =>
      (await judge([namespace(), secret], { ...rule, config })).map(({ level }) => level);
    expect(await levels()).toEqual(["advisory"]);
    expect(
      await levels({
        "external-secret-store-exists": { enforcementLevel: "mandatory", clusterStores: ["other"] },
      }),
    ).toEqual(["mandatory"]);
  });
});
