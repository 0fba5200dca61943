import { describe, expect, test } from "vitest";
import { applicationSecret, clusterObjects } from "../e2e/operators/cloudnative-pg/cluster-objects.ts";
import { clusterStatus, progressOf } from "../e2e/operators/cloudnative-pg/cluster-status.ts";
import { madeFrom } from "../e2e/operators/cloudnative-pg/instance-pod.ts";
import {
  application,
  type PostgresCluster,
  unplayed,
} from "../e2e/operators/cloudnative-pg/postgres-cluster.ts";
import type { KubernetesObject } from "../e2e/operators/kubernetes-object.ts";

const now = "2026-01-02T03:04:05Z";

const cluster = (spec: Partial<PostgresCluster["spec"]> = {}): PostgresCluster => ({
  apiVersion: "postgresql.cnpg.io/v1",
  kind: "Cluster",
  metadata: { name: "database", namespace: "shop-staging", uid: "u-1" },
  spec: {
    instances: 3,
    imageName: "registry.example/postgres@sha256:0",
    storage: { size: "5Gi", storageClass: "fast" },
    postgresql: { parameters: { max_connections: "200", log_statement: "ddl" } },
    inheritedMetadata: { labels: { "app.kubernetes.io/name": "database" } },
    ...spec,
  },
});

const find = (objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`No ${kind} ${name}.`);
  return found;
};

interface Pod {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly [
    {
      readonly image: string;
      readonly args: readonly string[];
      readonly env: readonly {
        readonly name: string;
        readonly valueFrom?: unknown;
        readonly value?: string;
      }[];
      readonly securityContext: Readonly<Record<string, unknown>>;
      readonly volumeMounts: readonly { readonly mountPath: string }[];
    },
  ];
}

const podOf = (of: PostgresCluster): Pod => clusterObjects(of).pod["spec"] as Pod;

describe("a Cluster becomes", () => {
  const { around, pod } = clusterObjects(cluster());

  test("Services of the operator's names that reach the one pod", () => {
    for (const [name, selector] of [
      ["database-rw", { "cnpg.io/cluster": "database", "cnpg.io/instanceRole": "primary" }],
      ["database-ro", { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance" }],
      ["database-r", { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance" }],
    ] as const) {
      expect(find(around, "Service", name)["spec"]).toMatchObject({ selector, ports: [{ port: 5432 }] });
      expect(pod.metadata.labels).toMatchObject(selector);
    }
  });

  test("no endpoints for standbys where none are declared, and no service that is switched off", () => {
    const alone = clusterObjects(cluster({ instances: 1 })).around;
    expect(find(alone, "Service", "database-ro")["spec"]).toMatchObject({
      selector: { "cnpg.io/instanceRole": "replica" },
    });
    const fewer = clusterObjects(
      cluster({ managed: { services: { disabledDefaultServices: ["ro", "r"] } } }),
    );
    expect(
      fewer.around.filter(({ kind }) => kind === "Service").map(({ metadata }) => metadata.name),
    ).toEqual(["database-rw"]);
  });

  test("a volume of the declared size and class, a budget, and one for the log where it is declared", () => {
    expect(find(around, "PersistentVolumeClaim", "database-1")["spec"]).toMatchObject({
      resources: { requests: { storage: "5Gi" } },
      storageClassName: "fast",
    });
    expect(find(around, "PodDisruptionBudget", "database-primary")["spec"]).toMatchObject({
      minAvailable: 1,
    });
    const log = clusterObjects(cluster({ walStorage: { size: "2Gi" }, enablePDB: false })).around;
    expect(find(log, "PersistentVolumeClaim", "database-1-wal")["spec"]).toMatchObject({
      resources: { requests: { storage: "2Gi" } },
    });
    expect(log.map(({ kind }) => kind)).not.toContain("PodDisruptionBudget");
    expect(podOf(cluster({ walStorage: {} })).containers[0].env).toContainEqual({
      name: "POSTGRES_INITDB_WALDIR",
      value: "/var/lib/postgresql/wal/pg_wal",
    });
  });

  test("objects that all go with it and carry what it hands down", () => {
    for (const { metadata } of [...around, pod]) {
      expect(metadata.ownerReferences).toMatchObject([{ kind: "Cluster", uid: "u-1", controller: true }]);
      expect(metadata.labels).toMatchObject({
        "app.kubernetes.io/name": "database",
        "cnpg.io/cluster": "database",
      });
    }
  });

  test("a pod that restricted pod security lets in, with the declared image and parameters", () => {
    const { securityContext, containers } = podOf(cluster());
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 26,
      fsGroup: 26,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
    expect(containers[0].image).toBe("registry.example/postgres@sha256:0");
    expect(containers[0].args).toEqual(
      expect.arrayContaining(["log_statement=ddl", "max_connections=200", "ssl=on"]),
    );
  });

  test("another pod when its image changes, and the same one when only the password does", () => {
    const hash = (spec: Partial<PostgresCluster["spec"]>): string | undefined =>
      clusterObjects(cluster(spec)).pod.metadata.annotations?.[madeFrom];
    const initdb = (name: string) => ({ bootstrap: { initdb: { secret: { name } } } });
    expect(hash({})).toBe(hash({}));
    expect(hash({ imageName: "registry.example/postgres@sha256:1" })).not.toBe(hash({}));
    expect(hash(initdb("database-password-v2"))).toBe(hash(initdb("database-password-v1")));
  });
});

describe("the application's user", () => {
  test("owns a database that is named as declared, or as the operator names it", () => {
    const of = (initdb: object) => application(cluster({ bootstrap: { initdb } }));
    expect(of({})).toEqual({ database: "app", owner: "app" });
    expect(of({ owner: "shop" })).toEqual({ database: "shop", owner: "shop" });
    expect(of({ owner: "shop", database: "orders" })).toEqual({ database: "orders", owner: "shop" });
  });

  test("gets the Secret that the operator makes", () => {
    const secret = applicationSecret(cluster(), "p@ss");
    expect(secret.metadata).toMatchObject({ name: "database-app", namespace: "shop-staging" });
    expect(secret).toMatchObject({
      type: "kubernetes.io/basic-auth",
      stringData: {
        username: "app",
        dbname: "app",
        host: "database-rw",
        port: "5432",
        pgpass: "database-rw:5432:app:app:p@ss\n",
        uri: "postgresql://app:p%40ss@database-rw.shop-staging:5432/app",
        "jdbc-uri": "jdbc:postgresql://database-rw.shop-staging:5432/app?password=p%40ss&user=app",
        "fqdn-uri": "postgresql://app:p%40ss@database-rw.shop-staging.svc.cluster.local:5432/app",
      },
    });
  });

  test("is made by a script that holds no password", () => {
    const { around } = clusterObjects(
      cluster({ bootstrap: { initdb: { postInitApplicationSQL: ["CREATE EXTENSION pgcrypto"] } } }),
    );
    const scripts = find(around, "ConfigMap", "database-played")["data"] as Record<string, string>;
    expect(scripts["application.sh"]).toContain('--set=password="$APPLICATION_PASSWORD"');
    expect(scripts["post-init-application.sql"]).toBe("CREATE EXTENSION pgcrypto;\n");
    expect(scripts["passwd"]).toBe("postgres:x:26:26::/var/lib/postgresql:/bin/sh\n");
  });
});

describe("the status of a Cluster", () => {
  const pod = (status: "True" | "False"): Parameters<typeof progressOf>[0] => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "database-1" },
    status: { conditions: [{ type: "Ready", status }] },
  });
  const statusOf = (...[progress, version]: [ReturnType<typeof progressOf>, string?]) =>
    clusterStatus(cluster(), progress, version, now)["status"];

  test("follows the pod, and claims no more instances than there are", () => {
    expect(progressOf(undefined)).toMatchObject({ phase: "Setting up primary", ready: false });
    expect(progressOf(pod("False")).ready).toBe(false);
    expect(statusOf(progressOf(pod("True")), "7")).toMatchObject({
      phase: "Cluster in healthy state",
      instances: 1,
      readyInstances: 1,
      currentPrimary: "database-1",
      secretsResourceVersion: { applicationSecretVersion: "7" },
      conditions: [{ type: "Ready", status: "True", reason: "ClusterIsReady", lastTransitionTime: now }],
    });
  });

  test("says of a cluster that would archive that this is played, and not before it is ready", () => {
    const archiving = cluster({ plugins: [{ isWALArchiver: true }] });
    const typesOf = (of: PostgresCluster, ready: boolean) =>
      (
        clusterStatus(of, { phase: "any", ready }, undefined, now)["status"] as {
          readonly conditions: readonly { readonly type: string; readonly message: string }[];
        }
      ).conditions.map(({ type }) => type);
    expect(typesOf(archiving, true)).toEqual(["Ready", "ContinuousArchiving"]);
    expect(typesOf(archiving, false)).toEqual(["Ready"]);
    expect(typesOf(cluster(), true)).toEqual(["Ready"]);
    expect(JSON.stringify(clusterStatus(archiving, { phase: "any", ready: true }, undefined, now))).toMatch(
      /played: nothing is archived/,
    );
  });

  test("says why it is not ready, and what is not played is never ready", () => {
    expect(unplayed(cluster())).toBeUndefined();
    const reason = unplayed(cluster({ bootstrap: { recovery: {} } }));
    expect(reason).toBe("a recovery from a backup is not played");
    expect(statusOf({ phase: "Setting up primary", reason: "no Secret", ready: false })).toMatchObject({
      phaseReason: "no Secret",
      readyInstances: 0,
      conditions: [{ status: "False", message: "Cluster Is Not Ready: no Secret" }],
    });
  });
});
