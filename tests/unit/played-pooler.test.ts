import { describe, expect, test } from "vitest";
import { poolerObjects } from "../e2e/operators/cloudnative-pg/pooler-objects.ts";
import type { PostgresPooler } from "../e2e/operators/cloudnative-pg/pooler.ts";
import type { KubernetesObject } from "../e2e/operators/kubernetes-object.ts";

describe("a Pooler becomes", () => {
  const pooler: PostgresPooler = {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Pooler",
    metadata: { name: "database-pooled", namespace: "shop-staging", uid: "u-2" },
    spec: {
      cluster: { name: "database" },
      type: "rw",
      instances: 2,
      pgbouncer: {
        poolMode: "transaction",
        parameters: { default_pool_size: "7", ignore_startup_parameters: "search_path" },
      },
      template: {
        metadata: { labels: { "slipway.dev/owner": "me", "app.kubernetes.io/name": "database-pooled" } },
        spec: {
          priorityClassName: "staging-critical",
          initContainers: [{ name: "bootstrap-controller" }],
          containers: [{ name: "pgbouncer", image: "registry.example/pgbouncer@sha256:0" }],
        },
      },
    },
  };
  const objects = poolerObjects(pooler);
  const only = (kind: string): KubernetesObject => {
    const [found, ...others] = objects.filter((object) => object.kind === kind);
    expect(others).toEqual([]);
    if (found === undefined) throw new Error(`No ${kind}.`);
    expect(found.metadata.name).toBe("database-pooled");
    return found;
  };

  test("a Deployment of what its template says, with the operator's own labels over it", () => {
    const { template, replicas } = only("Deployment")["spec"] as {
      replicas: number;
      template: { metadata: KubernetesObject["metadata"]; spec: Record<string, unknown> };
    };
    expect(replicas).toBe(2);
    expect(template.metadata.labels).toMatchObject({
      "slipway.dev/owner": "me",
      "app.kubernetes.io/name": "postgresql",
      "cnpg.io/poolerName": "database-pooled",
      "cnpg.io/cluster": "database",
    });
    expect(template.spec).toMatchObject({
      priorityClassName: "staging-critical",
      containers: [{ name: "pgbouncer", image: "registry.example/pgbouncer@sha256:0" }],
    });
    expect(template.spec).not.toHaveProperty("initContainers");
  });

  test("PgBouncer's settings: the operator's, the pooler's, and by TLS to the server", () => {
    const { "pgbouncer.ini": settings } = only("Secret")["stringData"] as Record<string, string>;
    for (const line of [
      "* = host=database-rw port=5432",
      "pool_mode = transaction",
      "default_pool_size = 7",
      "server_tls_sslmode = verify-ca",
      "ignore_startup_parameters = extra_float_digits,options,search_path",
    ])
      expect(settings?.split("\n")).toContain(line);
  });

  test("objects that all go with it", () => {
    for (const { metadata } of objects)
      expect(metadata.ownerReferences).toMatchObject([{ kind: "Pooler", uid: "u-2" }]);
  });
});
