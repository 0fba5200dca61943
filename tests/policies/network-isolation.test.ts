import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const of = (type: string, name: string, spec: Json = {}, namespace: unknown = "shop") =>
  resource(`kubernetes:${type}`, { metadata: { name, namespace }, spec }, `${type} ${name}`);
const policy = (name: string, spec: Json, namespace?: unknown) =>
  of("networking.k8s.io/v1:NetworkPolicy", name, spec, namespace);
const namespace = resource("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } }, "shop");
const both = ["Ingress", "Egress"];
const denyAll = policy("deny", { podSelector: {}, policyTypes: both });
const textOf = (found: readonly { readonly message: string }[]) =>
  found.map(({ message }) => message).join("\n");

describe("require-network-policy", () => {
  const rule = only("require-network-policy");
  const web = { matchLabels: { "app.kubernetes.io/name": "web" } };

  it("is content with one for all, or one for each direction", async () => {
    expect(await judge([deployment(), denyAll], rule)).toEqual([]);
    const split = [policy("in", { podSelector: web }), policy("out", { podSelector: web, egress: [{}] })];
    expect(await judge([deployment(), ...split], rule)).toEqual([]);
    expect((await judgeFully([namespace], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, Json, unknown, readonly string[]]>([
    ["ingress alone", { podSelector: web }, "shop", ["goes out"]],
    ["egress alone", { podSelector: web, policyTypes: ["Egress"] }, "shop", ["comes in"]],
    ["another namespace", { podSelector: {}, policyTypes: both }, "other", ["comes in", "goes out"]],
    [
      "other pods",
      { podSelector: { matchLabels: { a: "b" } }, policyTypes: both },
      "shop",
      ["comes in", "goes out"],
    ],
  ])("refuses pods that have a policy for %s", async (_, spec, where, ways) => {
    const web = deployment();
    const found = await judge([web, policy("one", spec, where)], rule);
    expect(found.map(({ urn }) => urn)).toEqual(ways.map(() => web.urn));
    for (const way of ways)
      expect(textOf(found)).toContain(
        `Deployment shop/web: spec.template.metadata.labels matches no NetworkPolicy for what ${way}.`,
      );
  });

  it("leaves open what can't be known, and is sure beside it", async () => {
    const levels = async (spec: Json) =>
      (await judge([deployment(), policy("one", spec)], rule)).map(({ level }) => level);
    expect(await levels({ podSelector: {}, policyTypes: ["Ingress", unknownText] })).toEqual(["advisory"]);
    const some = { matchLabels: { "app.kubernetes.io/name": unknownText } };
    expect(await levels({ podSelector: some, policyTypes: ["Ingress"] })).toEqual(["mandatory", "advisory"]);
  });
});

describe("default-deny-network-policy", () => {
  const rule = only("default-deny-network-policy");

  it("is content with one policy or two", async () => {
    expect(await judge([namespace, denyAll], rule)).toEqual([]);
    const split = [
      policy("in", { podSelector: {}, policyTypes: ["Ingress"] }),
      policy("out", { podSelector: {}, policyTypes: ["Egress"], ingress: [{}] }),
    ];
    expect(await judge([namespace, ...split], rule)).toEqual([]);
    expect((await judgeFully([denyAll], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, Json, unknown, readonly string[]]>([
    ["of another namespace", { podSelector: {}, policyTypes: both }, "other", ["ingress", "egress"]],
    [
      "of some pods",
      { podSelector: { matchLabels: { a: "b" } }, policyTypes: both },
      "shop",
      ["ingress", "egress"],
    ],
    ["that allows something", { podSelector: {}, policyTypes: both, egress: [{}] }, "shop", ["egress"]],
    ["of one direction", { podSelector: {} }, "shop", ["egress"]],
  ])("refuses a namespace with a policy %s", async (_, spec, where, directions) => {
    const found = await judge([namespace, policy("one", spec, where)], rule);
    expect(found.map(({ urn }) => urn)).toEqual(directions.map(() => namespace.urn));
    for (const direction of directions)
      expect(textOf(found)).toContain(
        `Namespace shop: metadata.name has no NetworkPolicy that denies all ${direction}.`,
      );
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([namespace, policy("one", { podSelector: {} }, unknownText)], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});

describe("namespace-requires-quota", () => {
  const rule = only("namespace-requires-quota");
  const quota = of("core/v1:ResourceQuota", "quota");
  const limits = of("core/v1:LimitRange", "limits");

  it("is content with both", async () => {
    expect(await judge([namespace, quota, limits], rule)).toEqual([]);
    expect((await judgeFully([quota], rule)).notApplicable).toHaveLength(2);
  });

  it("refuses a namespace that lacks one, and names which", async () => {
    const elsewhere = of("core/v1:LimitRange", "limits", {}, "other");
    const found = await judge([namespace, quota, elsewhere], rule);
    expect(found.map(({ urn }) => urn)).toEqual([namespace.urn]);
    expect(textOf(found)).toContain("Namespace shop: metadata.name has no LimitRange.");
    expect(await judge([namespace], rule)).toHaveLength(2);
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([namespace, of("core/v1:LimitRange", "limits", {}, unknownText)], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});
