import { expect, test } from "vitest";
import { quotaSpec } from "../../../components/capacity/quota.ts";
import { databaseAddress } from "../../../components/data/database-address.ts";
import { poolerDemand, poolerSpec } from "../../../components/data/pooler-spec.ts";
import { postgresMonitorSpec } from "../../../components/data/postgres-monitor-spec.ts";
import { driverParameters } from "../../../model/database-driver.ts";
import { postgres } from "../../../model/database.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { selects } from "../../support/network/label-selector.ts";

const database = postgres({
  version: 16,
  storage: gibibytes(10),
  connections: 200,
  pooler: { instances: 3, clients: 700 },
  recovery: { time: hours(1), point: hours(1) },
});

const spec = poolerSpec(database, {
  name: "database-pooled",
  cluster: "database",
  direct: 27,
  image: "registry/pgbouncer@sha256:1",
  priorityClass: "staging-critical",
  labels: { part: "database-pooled" },
});

test("a pooler stands before the primary, in transaction mode, and takes what is declared (DB-11)", () => {
  expect(spec).toMatchObject({
    cluster: { name: "database" },
    type: "rw",
    instances: 3,
    pgbouncer: {
      poolMode: "transaction",
      parameters: {
        max_client_conn: "700",
        // 200 without 13 and 27, over 4 pods × 3 pools: of two users of the database, and of those who look passwords up.
        default_pool_size: "13",
        max_db_connections: "26",
        max_prepared_statements: "40",
        client_tls_sslmode: "require",
      },
    },
  });
});

test("who waits for a session is told so before the gateway gives the request up (DB-18)", () => {
  expect(Number(spec.pgbouncer.parameters["query_wait_timeout"])).toBeLessThan(30);
});

test("its pods are pinned, bounded, urgent and spread, by the label that the operator gives them", () => {
  const { metadata, spec: pod } = spec.template;
  expect(metadata.labels).toEqual({ part: "database-pooled" });
  expect(pod.priorityClassName).toBe("staging-critical");
  const resources = {
    requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "512Mi" },
    limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "512Mi" },
  };
  expect(pod.containers).toMatchObject([
    { name: "pgbouncer", image: "registry/pgbouncer@sha256:1", resources },
  ]);
  expect(pod.initContainers).toMatchObject([{ name: "bootstrap-controller", resources }]);
  for (const { labelSelector } of pod.topologySpreadConstraints ?? [])
    expect(labelSelector).toEqual({ matchLabels: { "cnpg.io/poolerName": "database-pooled" } });
});

test("the quota has room for one pod more while they are replaced", () => {
  expect(quotaSpec([poolerDemand(database)]).hard).toMatchObject({ pods: "4", "requests.memory": "1Gi" });
});

test("a cluster's monitor leaves the pooler's pods, which carry the cluster's name too, to their own", () => {
  const { selector } = postgresMonitorSpec("database");
  const pod = { "cnpg.io/cluster": "database" };
  expect(selects(selector, { ...pod, "cnpg.io/podRole": "instance" })).toBe(true);
  expect(selects(selector, { ...pod, "cnpg.io/podRole": "pooler" })).toBe(false);
});

test("an address is encrypted outside of dev, and takes a driver's parameters whichever way it leads", () => {
  for (const path of ["pooled", "direct"] as const) {
    for (const cluster of ["dev", "first"] as const) {
      const whole = `${databaseAddress(cluster, path, { user: "app", password: "p" })}&${new URLSearchParams(driverParameters("prisma", 7)).toString()}`;
      const { hostname, searchParams } = new URL(whole);
      expect(searchParams.get("sslmode")).toBe(cluster === "dev" ? "disable" : "require");
      expect(searchParams.get("connection_limit")).toBe("7");
      const outside = path === "pooled" ? "database-pooled" : "database-rw";
      expect(hostname).toBe(cluster === "dev" ? "database" : outside);
    }
  }
});
