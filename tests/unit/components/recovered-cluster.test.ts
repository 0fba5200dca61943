import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemDemands } from "../../../components/capacity/system-demands.ts";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { systemEdges } from "../../../components/network/edges.ts";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { secretOfCluster } from "../../../components/secrets/secret-contents.ts";
import { databaseSecret, databaseSecretName } from "../../../components/secrets/secret-references.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { type ClusterKey, clusterName, type DatabaseCluster } from "../../../model/database-cluster.ts";
import { capture } from "../../../rendering/capture.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

const at = new Date("2026-11-20T14:03:00Z");
const name = "database-20261120140300";
const environment = realEnvironment("production");
const atlas = realSystem("production", "atlas-ux");
const database = clusteredDatabase(environment, atlas);
if (!database) throw new Error("Atlas UX has no cluster in production");

const all: readonly DatabaseCluster[] = [{ kind: "first" }, { kind: "recovered", at, from: "first" }];
const served = (serving: ClusterKey) => ({ ...atlas, databaseClusters: { all, serving } });

const specOf = (cluster: DatabaseCluster) =>
  postgresClusterSpec(database, {
    cluster,
    image: "postgres@sha256:1",
    secret: "s",
    priorityClass: "p",
    labels: {},
  });

describe("a cluster that is recovered", () => {
  test("begins with its source's archive as it was at the moment, and not with an empty database", () => {
    const { bootstrap, externalClusters } = specOf({ kind: "recovered", at, from: "first" });
    expect(bootstrap).toEqual({
      recovery: {
        source: "database",
        database: "app",
        owner: "app",
        secret: { name: "s" },
        recoveryTarget: { targetTime: "2026-11-20 14:03:00+00" },
      },
    });
    expect(externalClusters).toEqual([
      {
        name: "database",
        plugin: {
          name: "barman-cloud.cloudnative-pg.io",
          parameters: { barmanObjectName: name, serverName: "database" },
        },
      },
    ]);
    expect(specOf({ kind: "first" })).not.toHaveProperty("externalClusters");
  });

  test("is another one for every other second, under a name that Kubernetes and the operator take", () => {
    const second = fc.integer({ min: 1_600_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(second, second, (one, other) => {
        const [a, b] = [new Date(one * 1000), new Date(other * 1000)];
        expect(clusterName(a) === clusterName(b)).toBe(one === other);
        expect(clusterName(a)).toMatch(/^database-[0-9]{14}$/);
      }),
    );
  });

  test("never writes to the archive that it was recovered from", () => {
    const earlier = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(earlier, (seconds) => {
        for (const from of ["first", new Date(at.getTime() - seconds * 1000)] as const) {
          const { plugins, externalClusters } = specOf({ kind: "recovered", at, from });
          expect(plugins[0]?.parameters.serverName).toBe(name);
          expect(externalClusters?.[0]?.plugin.parameters.serverName).toBe(clusterName(from));
          expect(clusterName(from)).not.toBe(name);
        }
      }),
    );
  });

  test("needs as much of the quota as the one beside it", () => {
    const demandOf = (part: string) =>
      systemDemands(environment, served("first")).find((one) => one.part === part)?.demand;
    expect(demandOf(name)).toEqual(demandOf("database"));
    expect(demandOf(name)?.pods).toBe(4);
  });
});

describe("services", () => {
  test("get through to every cluster, whichever serves, as not all pods move at once", () => {
    for (const serving of ["first", at] as const) {
      const callees = systemEdges(environment, served(serving)).flatMap(({ from, to }) =>
        from.name === "web" && to.name.startsWith("database") ? [to.name] : [],
      );
      expect(callees).toEqual(["database-pooled", `${name}-pooled`]);
    }
  });

  test("are told the address by a Secret of another name, so that their pods roll", () => {
    const [before, after] = [served("first"), served(at)];
    expect(databaseSecretName(before, "owner")).toMatch(/^database-password-v1-[0-9a-f]{8}$/);
    const moved = databaseSecret(after, "direct", "owner").name;
    expect(moved.startsWith(`database-password-v1-at-${name}-`)).toBe(true);
    if (after.secrets.kind !== "stored") throw new Error("production's secrets are stored");
    const variable = secretOfCluster("DATABASE_PASSWORD", at);
    const spec = externalSecrets("production", after, after.secrets).get(variable);
    expect(spec?.target.name).toBe(moved);
    expect(spec?.target.template.data["direct-url"]).toContain(`@${name}-rw:5432/app`);
    expect(spec?.target.template.data["pooled-url"]).toContain(`@${name}-pooled:5432/app`);
  });

  test("leave both clusters to look after themselves, each among its own instances", () => {
    for (const [cluster, other] of [
      ["database", name],
      [name, "database"],
    ]) {
      const ends = systemEdges(environment, served("first")).map(
        ({ from, to }) => `${from.name} → ${to.name}`,
      );
      expect(ends).toEqual(
        expect.arrayContaining([
          `${cluster} → ${cluster}`,
          `cloudnative-pg → ${cluster}`,
          `${cluster} → backups`,
          `monitoring → ${cluster}`,
        ]),
      );
      expect(ends).not.toContain(`${cluster} → ${other}`);
    }
  });
});

const rendered = new Map<string, Promise<ReadonlyMap<string, Rendered>>>();

/** What a whole stack has of Atlas UX when these are its clusters, by kind and name. Tests share it: it takes seconds. */
function objectsWith(database: object): Promise<ReadonlyMap<string, Rendered>> {
  const key = JSON.stringify(database);
  const objects = rendered.get(key) ?? renderedWith(database);
  rendered.set(key, objects);
  return objects;
}

async function renderedWith(database: object): Promise<ReadonlyMap<string, Rendered>> {
  const given = structuredClone(configuredEnvironment("production")) as {
    systems: Record<string, { database?: object }>;
  };
  Object.assign(given.systems["atlas-ux"] ?? {}, { database });
  const objects = (await capture("production", { environment: given })).map(
    ({ inputs }) => inputs as unknown as Rendered,
  );
  return new Map(
    objects
      .filter((object) => object.metadata?.namespace === "atlas-ux-production")
      .map((object) => [`${object.kind} ${object.metadata?.name}`, object]),
  );
}

interface Rendered {
  readonly kind?: string;
  readonly metadata?: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

const moment = "2026-11-20T14:03:00Z";
const recovered = [{ at: moment }];

test("a whole stack with a second cluster has all of the first one twice, and moves when told to", async () => {
  const objects = [...(await objectsWith({ recovered, serving: moment })).keys()];
  for (const kind of ["Cluster", "ObjectStore", "ScheduledBackup", "PodMonitor"])
    expect(objects).toEqual(expect.arrayContaining([`${kind} database`, `${kind} ${name}`]));
  expect(objects).toEqual(
    expect.arrayContaining(["ConfigMap database-queries", `ConfigMap ${name}-queries`]),
  );
  for (const kind of ["Pooler", "PodDisruptionBudget", "PodMonitor"])
    expect(objects).toEqual(expect.arrayContaining([`${kind} database-pooled`, `${kind} ${name}-pooled`]));
  const addresses = objects.filter((object) => object.startsWith("ExternalSecret database-password"));
  expect(addresses).toEqual([
    expect.stringMatching(/^ExternalSecret database-password-v1-[0-9a-f]{8}$/) as string,
    expect.stringMatching(`^ExternalSecret database-password-v1-at-${name}-[0-9a-f]{8}$`) as string,
  ]);
});

test("in a new Kubernetes cluster the database begins from the archive of the lost one, and never writes into it", async () => {
  const objects = await objectsWith({ first: "gone", recovered, serving: moment });
  const clusters = [...objects.keys()].filter((object) => object.startsWith("Cluster "));
  expect(clusters).toEqual([`Cluster ${name}`]);
  const spec = objects.get(`Cluster ${name}`)?.spec as ReturnType<typeof specOf>;
  expect(spec.bootstrap).toMatchObject({
    recovery: { source: "database", recoveryTarget: { targetTime: "2026-11-20 14:03:00+00" } },
  });
  expect(spec.bootstrap).not.toHaveProperty("initdb");
  expect(spec.externalClusters?.[0]?.plugin.parameters).toEqual({
    barmanObjectName: name,
    serverName: "database",
  });
  expect(spec.plugins[0]?.parameters.serverName).toBe(name);
  expect([...objects.keys()]).toContain(`ObjectStore ${name}`);
  // Everything of the release waits for it.
  expect(objects.get(`Cluster ${name}`)?.metadata?.annotations?.["pulumi.com/waitFor"]).toBeDefined();
  const secrets = [...objects.keys()].filter((object) => object.startsWith("ExternalSecret database-"));
  expect(secrets.every((secret) => secret.includes(`-at-${name}-`))).toBe(true);
  expect(secrets).toHaveLength(3);
});

describe("moving services to another cluster", () => {
  const kinds = ["Cluster", "ObjectStore", "ScheduledBackup", "Pooler", "ExternalSecret"];
  const awaited = (objects: ReadonlyMap<string, Rendered>, cluster: string): boolean =>
    objects.get(`Cluster ${cluster}`)?.metadata?.annotations?.["pulumi.com/waitFor"] !== undefined;

  test("changes nothing of either cluster: the one that is left may be dead", async () => {
    const [before, after] = [
      await objectsWith({ recovered }),
      await objectsWith({ recovered, serving: moment }),
    ];
    const kept = [...before.keys()].filter((object) => kinds.includes(object.split(" ")[0] ?? ""));
    expect(kept.length).toBeGreaterThan(10);
    for (const object of kept)
      expect(JSON.stringify(after.get(object)?.spec), object).toBe(JSON.stringify(before.get(object)?.spec));
    for (const secret of [before, after])
      expect(JSON.stringify(secret.get("Cluster database")?.spec)).toMatch(
        /"database-password-v1-[0-9a-f]{8}"/,
      );
  });

  test("waits for no cluster that services have left, nor for what that came from", async () => {
    const moving = await objectsWith({ recovered });
    expect([awaited(moving, "database"), awaited(moving, name)]).toEqual([true, true]);
    const moved = await objectsWith({ recovered, serving: moment });
    expect([awaited(moved, "database"), awaited(moved, name)]).toEqual([false, true]);
    const later = "2026-11-21T08:00:00Z";
    const twice = await objectsWith({
      recovered: [...recovered, { at: later, from: moment }],
      serving: later,
    });
    expect(["database", name, "database-20261121080000"].map((each) => awaited(twice, each))).toEqual([
      ...[false, false, true],
    ]);
  });
});
