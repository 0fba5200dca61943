import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  howToGet,
  isBuiltIn,
  lackingOperators,
  operatorNeeds,
  operatorOf,
} from "../../components/cluster/contract-needs.ts";
import { clusterContract } from "../../components/cluster/contract.ts";
import { crdSources } from "../e2e/crds/crd-sources.ts";
import { requiredModules } from "../e2e/crds/go-modules.ts";
import { definitionsIn } from "../e2e/crds/load-crds.ts";

const operator = (name: string) => {
  const found = clusterContract.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The contract has no ${name}.`);
  return found;
};

describe("the cluster's contract", () => {
  test("names each operator and each kind once", () => {
    const names = clusterContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const kinds = clusterContract.flatMap(({ apis }) =>
      apis.flatMap(({ group, kinds: own }) => own.map((kind) => `${group} ${kind}`)),
    );
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test("says for each how to get it, and has a chart only where its version is known", () => {
    for (const { documentation, chart, version } of clusterContract) {
      expect(documentation).toMatch(/^https:\/\//);
      if (chart !== undefined) expect(chart.version.replace(/^v/, "")).toBe(version?.replace(/^v/, ""));
    }
    expect(clusterContract.filter(({ chart }) => chart).map(({ name }) => name)).toEqual([
      "cert-manager",
      "External Secrets",
    ]);
    expect(howToGet(operator("External Secrets"))).toContain(
      "helm install external-secrets external-secrets --repo https://charts.external-secrets.io --version 1.3.2",
    );
    expect(howToGet(operator("CloudNativePG"))).toMatch(
      /^Install CloudNativePG v1\.30\.0 by hand, since .* is not known: `kubectl .*cnpg-1\.30\.0\.yaml`/,
    );
    expect(howToGet(operator("metrics-server"))).toMatch(
      /^Install metrics-server by hand: no version is known to fit/,
    );
  });

  test("is tried against definitions of the very versions it names", () => {
    const modules = requiredModules();
    const defining = clusterContract.filter(({ apis }) =>
      apis.some(({ by }) => by === "CustomResourceDefinition"),
    );
    expect(crdSources.map(({ operator: name }) => name).sort()).toEqual(
      defining.map(({ name }) => name).sort(),
    );
    for (const { operator: name, module } of crdSources) {
      const { version } = operator(name);
      if (module === undefined || version === undefined) continue;
      expect(modules.get(module), module).toBe(version);
    }
    const sums = readFileSync("tests/e2e/crds/go.sum", "utf8");
    for (const [path, version] of modules) expect(sums).toContain(`${path} ${version} h1:`);
    expect([...modules.keys()].sort()).toEqual(crdSources.flatMap(({ module }) => module ?? []).sort());
  });
});

describe("what a stack needs of the contract", () => {
  const externalSecret = { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" };
  const deployment = { apiVersion: "apps/v1", kind: "Deployment" };
  const autoscaler = (type: string) => ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    spec: { metrics: [{ type }] },
  });

  test("is found by group, version and kind", () => {
    expect(operatorOf(externalSecret)?.name).toBe("External Secrets");
    expect(operatorOf({ ...externalSecret, apiVersion: "external-secrets.io/v1beta1" })).toBeUndefined();
    expect(operatorOf(deployment)).toBeUndefined();
  });

  test("leaves out what Kubernetes serves itself", () => {
    expect(isBuiltIn(deployment)).toBe(true);
    expect(isBuiltIn({ apiVersion: "v1", kind: "Secret" })).toBe(true);
    expect(isBuiltIn({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" })).toBe(true);
    expect(isBuiltIn({ apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" })).toBe(false);
    expect(isBuiltIn(externalSecret)).toBe(false);
  });

  test("is listed by operator, with the kinds that need it", () => {
    const needs = operatorNeeds([deployment, externalSecret, externalSecret, autoscaler("Resource")]);
    expect(needs.map(({ operator: { name }, kinds }) => [name, kinds])).toEqual([
      ["External Secrets", ["external-secrets.io/v1 ExternalSecret"]],
      ["metrics-server", ["metrics.k8s.io/v1beta1 PodMetrics"]],
    ]);
    expect(operatorNeeds([autoscaler("Pods")]).map(({ operator: { name } }) => name)).toEqual([
      "custom-metrics adapter",
    ]);
    expect(operatorNeeds([deployment, autoscaler("External")])).toEqual([]);
  });

  test("is lacking where the cluster doesn't serve the version", () => {
    const needs = operatorNeeds([externalSecret, autoscaler("Resource")]);
    const lacking = lackingOperators(needs, new Set(["apps/v1", "metrics.k8s.io/v1beta1"]));
    expect(lacking.map(({ operator: { name } }) => name)).toEqual(["External Secrets"]);
    expect(lackingOperators(needs, new Set(["external-secrets.io/v1", "metrics.k8s.io/v1beta1"]))).toEqual(
      [],
    );
  });
});

describe("definitions in a file", () => {
  const definition = (kind: string, plural: string): string =>
    [
      "apiVersion: apiextensions.k8s.io/v1",
      "kind: CustomResourceDefinition",
      "metadata:",
      `  name: ${plural}.shop.example`,
      "spec:",
      "  group: shop.example",
      "  names:",
      `    kind: ${kind}`,
      `    plural: ${plural}`,
      "  versions:",
      "  - name: v1beta1",
      "    served: true",
      "  - additionalPrinterColumns: []",
      "    name: v1",
      "",
    ].join("\n");

  test("are told apart, and other objects are passed over", () => {
    const other = "apiVersion: v1\nkind: Namespace\n";
    const text = [definition("Till", "tills"), other, definition("Shelf", "shelves")].join("---\n");
    expect(definitionsIn(text, "Shop").map(({ name, kind, versions }) => [name, kind, versions])).toEqual([
      ["tills.shop.example", "Till", ["v1beta1", "v1"]],
      ["shelves.shop.example", "Shelf", ["v1beta1", "v1"]],
    ]);
  });

  test("that are laid out otherwise are an error that names the operator", () => {
    const flow = "kind: CustomResourceDefinition\nspec: { group: shop.example }\n";
    expect(() => definitionsIn(flow, "Shop")).toThrow("A definition of Shop is not laid out as expected");
  });
});
