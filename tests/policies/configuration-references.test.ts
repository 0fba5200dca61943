import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  deployment,
  deploymentWith,
  labels,
  namespace,
  podSpec,
  resource,
  unknownObject,
  unknownText,
  type Json,
} from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const object = (type: string, name: unknown, more: Json = {}, namespace: unknown = "shop") =>
  resource(`kubernetes:${type}`, { metadata: { name, namespace, labels }, ...more }, String(name));

describe("external-secrets-only", () => {
  const rule = only("external-secrets-only");
  const secret = (more: Json, environment = "staging") =>
    resource("kubernetes:core/v1:Secret", {
      metadata: { name: "key", labels: { "slipway.dev/environment": environment } },
      ...more,
    });

  it("lets a Secret without values pass, and dev", async () => {
    expect(
      await judge([secret({}), secret({ data: {} }), secret({ stringData: { a: "b" } }, "dev")], rule),
    ).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each(["data", "stringData"])("refuses values in %s, and shows none", async (field) => {
    const found = await judge([secret({ [field]: { password: "aHVudGVyMg==" } })], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(`Secret key: ${field} holds values.`);
    expect(found[0]?.message).not.toMatch(/aHVu|password/);
  });

  it("is sure of one field beside an unknown one, and knows a map with an unknown value", async () => {
    const both = secret({ data: unknownObject, stringData: { a: "b" } });
    expect(levels(await judge([both], rule))).toEqual(["mandatory", "advisory"]);
    expect(levels(await judge([secret({ data: { a: unknownText } })], rule))).toEqual(["mandatory"]);
  });
});

describe("env-references-exist", () => {
  const rule = only("env-references-exist");
  const withSecret = (name: unknown, more: Json = {}) =>
    deploymentWith({ env: [{ name: "KEY", valueFrom: { secretKeyRef: { name, key: "value", ...more } } }] });
  const withVolume = (volume: Json) =>
    deployment({
      template: { metadata: { labels }, spec: podSpec({ volumes: [{ name: "v", ...volume }] }) },
    });

  it.each([
    ["a Secret", object("core/v1:Secret", "key"), "key"],
    [
      "an ExternalSecret's target",
      object("external-secrets.io/v1:ExternalSecret", "x", { spec: { target: { name: "key" } } }),
      "key",
    ],
    ["an ExternalSecret's own name", object("external-secrets.io/v1:ExternalSecret", "key"), "key"],
    [
      "a Certificate's Secret",
      object("cert-manager.io/v1:Certificate", "x", { spec: { secretName: "key" } }),
      "key",
    ],
    ["a SealedSecret", object("bitnami.com/v1alpha1:SealedSecret", "key"), "key"],
    ["a user's of Kafka", object("kafka.strimzi.io/v1beta2:KafkaUser", "key"), "key"],
    [
      "what comes from a vault",
      object("secrets.hashicorp.com/v1beta1:VaultStaticSecret", "x", {
        spec: { destination: { name: "key" } },
      }),
      "key",
    ],
    ["a Postgres cluster's", object("postgresql.cnpg.io/v1:Cluster", "database"), "database-app"],
  ])("finds %s", async (_, source, name) => {
    expect(await judge([withSecret(name), source], rule)).toEqual([]);
  });

  it("finds ConfigMaps, by variables, whole maps and volumes", async () => {
    const map = object("core/v1:ConfigMap", "settings");
    const one = { name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } };
    const users = [
      deploymentWith({ env: [one], envFrom: [{ configMapRef: { name: "settings" } }] }),
      withVolume({ configMap: { name: "settings" } }),
      withVolume({
        projected: {
          sources: [{ configMap: { name: "kube-root-ca.crt" } }, { configMap: { name: "settings" } }],
        },
      }),
    ];
    expect(await judge([...users, map], rule)).toEqual([]);
    expect((await judgeFully([map], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, ReturnType<typeof deployment>, string]>([
    ["a variable", withSecret("kay"), "containers[0].env[0].valueFrom.secretKeyRef.name names a Secret"],
    [
      "a whole Secret",
      deploymentWith({ envFrom: [{ secretRef: { name: "a" } }] }),
      "envFrom[0].secretRef.name names a Secret",
    ],
    ["a volume", withVolume({ secret: { secretName: "a" } }), "volumes[0].secret.secretName names a Secret"],
    [
      "a volume of a ConfigMap",
      withVolume({ configMap: { name: "key" } }),
      "volumes[0].configMap.name names a ConfigMap",
    ],
    [
      "a part of a volume",
      withVolume({ projected: { sources: [{ secret: { name: "a" } }] } }),
      "volumes[0].projected.sources[0].secret.name names a Secret",
    ],
  ])("refuses %s of what is missing", async (_, user, problem) => {
    const found = await judge([namespace(), user, object("core/v1:Secret", "key")], rule);
    expect(found.map(({ urn }) => urn)).toEqual([user.urn]);
    expect(found[0]?.message).toContain(`${problem} that nothing in the stack makes in this namespace.`);
  });

  it("takes the kinds that make Secrets from the configuration", async () => {
    const config = {
      "env-references-exist": {
        enforcementLevel: "mandatory" as const,
        secretMakers: { "example.com/Login": "spec.into.secret" },
      },
    };
    const login = (secret: string) => object("example.com/v1:Login", "x", { spec: { into: { secret } } });
    expect(await judge([namespace(), withSecret("key"), login("key")], { ...rule, config })).toEqual([]);
    expect(levels(await judge([namespace(), withSecret("key"), login("kay")], { ...rule, config }))).toEqual([
      "mandatory",
    ]);
    const user = object("kafka.strimzi.io/v1beta2:KafkaUser", "key", {}, "elsewhere");
    expect(levels(await judge([namespace(), withSecret("key"), user], rule))).toEqual(["mandatory"]);
  });

  it("refuses a key that a Secret doesn't have, where its keys are declared", async () => {
    const secret = (more: Json) => object("core/v1:Secret", "key", more);
    for (const more of [{ stringData: { value: "hunter2" } }, { data: { value: "aHVudGVyMg==" } }, {}])
      expect(await judge([withSecret("key"), secret(more)], rule)).toEqual([]);
    for (const more of [{ data: unknownObject, stringData: { other: "a" } }, { stringData: unknownObject }])
      expect(await judge([withSecret("key"), secret(more)], rule)).toEqual([]);
    const found = await judge([withSecret("key"), secret({ stringData: { other: "hunter2" } })], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain("env[0].valueFrom.secretKeyRef.key is no key of the Secret.");
    expect(found[0]?.message).not.toContain("hunter2");
    const map = object("core/v1:ConfigMap", "settings", { data: { b: "1" } });
    const user = (key: string) =>
      deploymentWith({ env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key } } }] });
    expect(await judge([user("b"), map], rule)).toEqual([]);
    expect(await judge([user("a"), map], rule)).toHaveLength(1);
  });

  it("knows namespaces, and what is optional", async () => {
    expect(await judge([withSecret("key"), object("core/v1:Secret", "key", {}, "other")], rule)).toHaveLength(
      1,
    );
    expect(await judge([withSecret("key", { optional: true })], rule)).toEqual([]);
  });

  it("leaves open what can't be known, and is sure beside it", async () => {
    expect(levels(await judge([withSecret(unknownText)], rule))).toEqual(["advisory"]);
    const unknown = object("core/v1:Secret", unknownText);
    expect(levels(await judge([withSecret("key"), unknown], rule))).toEqual(["advisory"]);
    expect(
      levels(
        await judge(
          [namespace(), withSecret("key"), object("core/v1:Secret", unknownText, {}, "other")],
          rule,
        ),
      ),
    ).toEqual(["mandatory"]);
  });
});
