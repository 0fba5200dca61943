import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, digest, labels, resource, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const cluster = (spec: Json, environment = "staging", kind = "Cluster") =>
  resource(`kubernetes:postgresql.cnpg.io/v1:${kind}`, {
    kind: "Cluster",
    metadata: {
      name: "database",
      namespace: "shop",
      labels: { ...labels, "slipway.dev/environment": environment },
    },
    spec,
  });
const recovery = (recoveryTarget: unknown) => cluster({ bootstrap: { recovery: { recoveryTarget } } });

const synchronous = { method: "any", number: 1 };
const ha: Json = { instances: 3, postgresql: { synchronous } };
const hard: Json = {
  imageName: `ghcr.io/postgres:16@${digest}`,
  resources: { requests: { cpu: 1, memory: "1Gi" }, limits: { memory: "1Gi" } },
  walStorage: { size: "1Gi" },
};

interface Case {
  readonly rule: string;
  readonly passes: readonly ReturnType<typeof cluster>[];
  readonly fails: readonly (readonly [problem: string, cluster: ReturnType<typeof cluster>])[];
  readonly unknown: ReturnType<typeof cluster>;
  /** Beside an unknown value. */
  readonly certain: ReturnType<typeof cluster>;
}

const cases: readonly Case[] = [
  {
    rule: "postgres-ha",
    passes: [cluster(ha), cluster({}, "dev"), cluster({ imageName: "a" }, "staging", "ClusterPatch")],
    fails: [
      ["spec.instances is 2 and must be 3 or more.", cluster({ ...ha, instances: 2 })],
      ["spec.instances is not set and must be 3", cluster({ ...ha, instances: undefined })],
      [
        "spec.postgresql.synchronous.method is not any.",
        cluster({ ...ha, postgresql: { synchronous: { ...synchronous, method: "first" } } }),
      ],
      [
        "spec.postgresql.synchronous.number is not set and must be 1 or more.",
        cluster({ ...ha, postgresql: { synchronous: { method: "any" } } }),
      ],
      ["spec.instances is 1", cluster({ instances: 1 }, "staging", "ClusterPatch")],
    ],
    unknown: cluster({ ...ha, instances: unknownText }),
    certain: cluster({ instances: 1, postgresql: { synchronous: { method: unknownText, number: 1 } } }),
  },
  {
    rule: "postgres-hardening",
    passes: [
      cluster(hard),
      cluster({ ...hard, enableSuperuserAccess: false }),
      cluster({ ...hard, imageName: undefined, imageCatalogRef: { name: "a" } }),
    ],
    fails: [
      ["spec.enableSuperuserAccess is true.", cluster({ ...hard, enableSuperuserAccess: true })],
      ["spec.imageName has no digest.", cluster({ ...hard, imageName: "ghcr.io/postgres:16" })],
      ["spec.imageName is not set", cluster({ ...hard, imageName: undefined })],
      ["spec.walStorage.size is not set.", cluster({ ...hard, walStorage: undefined })],
      [
        "spec.resources.limits.memory is not set.",
        cluster({ ...hard, resources: { requests: { cpu: 1, memory: "1Gi" } } }),
      ],
    ],
    unknown: cluster({ ...hard, imageName: unknownText }),
    certain: cluster({ ...hard, imageName: unknownText, enableSuperuserAccess: true }),
  },
  {
    rule: "valid-recovery-target",
    passes: [
      recovery({ targetTime: "2026-01-31T12:00:00Z" }),
      recovery({ targetTime: "2026-01-31 12:00:00+01:00" }),
      recovery({ targetTime: "2026-01-31 12:00:00.5+01" }),
      recovery({ targetLSN: "0/1" }),
      recovery({ targetXID: "7", backupID: "20260131T120000", targetImmediate: false }),
    ],
    fails: [
      [
        "recoveryTarget has more than one target: targetTime, targetLSN.",
        recovery({ targetTime: "2026-01-31T12:00:00Z", targetLSN: "0/1" }),
      ],
      ["recoveryTarget.targetTime has no time zone.", recovery({ targetTime: "2026-01-31 12:00:00" })],
      [
        "recoveryTarget.targetImmediate says no time, and backupID doesn't name the backup.",
        recovery({ targetImmediate: true }),
      ],
      ["recoveryTarget.targetName says no time", recovery({ targetName: "before" })],
    ],
    unknown: recovery({ targetTime: unknownText }),
    certain: recovery({ targetTime: unknownText, targetXID: "7" }),
  },
];

describe.each(cases)("$rule", ({ rule: name, passes, fails, unknown, certain }) => {
  const rule = only(name);

  it("lets what is right pass, and is about Postgres clusters alone", async () => {
    expect(await judge(passes, rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each(fails)("refuses it: %s", async (problem, wrong) => {
    const found = await judge([wrong], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("leaves open what can't be known, and is sure beside it", async () => {
    expect((await judge([unknown], rule)).map(({ level }) => level)).toEqual(["advisory"]);
    expect(new Set((await judge([certain], rule)).map(({ level }) => level))).toContain("mandatory");
  });
});

describe("external-secret-store-exists", () => {
  const rule = only("external-secret-store-exists");
  const secret = (secretStoreRef: unknown, refreshInterval: unknown = "1h") =>
    resource("kubernetes:external-secrets.io/v1:ExternalSecret", {
      metadata: { name: "key", namespace: "shop" },
      spec: { secretStoreRef, refreshInterval },
    });
  const store = (kind: string, namespace?: unknown) =>
    resource(`kubernetes:external-secrets.io/v1:${kind}`, { metadata: { name: "vault", namespace } });
  const ofCluster = { kind: "ClusterSecretStore", name: "vault" };

  it("is content with one of its namespace, of the cluster, or of the configuration", async () => {
    expect(await judge([secret({ name: "vault" }), store("SecretStore", "shop")], rule)).toEqual([]);
    expect(await judge([secret(ofCluster), store("ClusterSecretStore")], rule)).toEqual([]);
    const config = { "external-secret-store-exists": { clusterStores: ["vault"] } };
    expect(await judge([secret(ofCluster)], { ...rule, config })).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it.each<[string, unknown, string]>([
    [
      "another namespace's",
      { name: "vault" },
      "names a SecretStore that neither the stack nor its configuration knows.",
    ],
    ["none", undefined, "spec.secretStoreRef.name is not set."],
  ])("refuses %s", async (_, reference, problem) => {
    const found = await judge([secret(reference), store("SecretStore", "other")], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain(problem);
  });

  it("refuses a cluster's that the configuration doesn't name among those that there are", async () => {
    const config = {
      "external-secret-store-exists": { enforcementLevel: "mandatory", clusterStores: ["other"] },
    };
    const found = await judge([secret(ofCluster)], { ...rule, config });
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(found[0]?.message).toContain("names a ClusterSecretStore that neither");
  });

  it("wants an interval, zero too", async () => {
    const config = { "external-secret-store-exists": { clusterStores: ["vault"] } };
    expect(await judge([secret(ofCluster, "0s")], { ...rule, config })).toEqual([]);
    const [found] = await judge([secret(ofCluster, null)], { ...rule, config });
    expect(found?.message).toContain("spec.refreshInterval is not set.");
  });

  it("leaves open what can't be known", async () => {
    const found = await judge([secret({ name: unknownText }, null)], rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});
