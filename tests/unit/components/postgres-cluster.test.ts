import { expect, test } from "vitest";
import { quotaSpec } from "../../../components/capacity/quota.ts";
import {
  postgresClusterDemand,
  postgresClusterSpec,
} from "../../../components/data/postgres-cluster-spec.ts";
import { postgres } from "../../../model/database.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { cores, millicores } from "../../../model/quantities/cpu.ts";
import { hours } from "../../../model/quantities/duration.ts";
import { size } from "../../../model/size.ts";

const database = postgres({
  version: 16,
  instances: 3,
  size: size({ cpu: { request: millicores(200), limit: cores(1) }, memory: mebibytes(512) }),
  storage: gibibytes(10),
  connections: 150,
  recovery: { time: hours(1), point: hours(1) },
});

test("a cluster has the declared instances, size and connections, and an owner who is no superuser", () => {
  const spec = postgresClusterSpec(database, {
    cluster: { kind: "first" },
    image: "registry/postgresql@sha256:1",
    secret: "owner-v1",
    priorityClass: "staging-critical",
    labels: { part: "database" },
  });
  expect(spec).toMatchObject({
    instances: 3,
    imageName: "registry/postgresql@sha256:1",
    bootstrap: { initdb: { owner: "app", database: "app", secret: { name: "owner-v1" } } },
    enableSuperuserAccess: false,
    smartShutdownTimeout: 15,
    priorityClassName: "staging-critical",
    postgresql: {
      parameters: {
        max_connections: "150",
        archive_timeout: "240s",
        max_wal_size: "1024MB",
        max_slot_wal_keep_size: "2048MB",
      },
      pg_hba: ["hostnossl all all all reject"],
    },
    storage: { size: "10Gi" },
    walStorage: { size: "4Gi" },
    inheritedMetadata: { labels: { part: "database" } },
  });
  expect(spec.resources).toEqual({
    requests: { cpu: "200m", memory: "512Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "64Mi" },
  });
});

test("its instances keep off one another's zones, and off one another's nodes within one", () => {
  const { affinity } = postgresClusterSpec(database, {
    ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
  });
  expect(affinity).toMatchObject({
    podAntiAffinityType: "preferred",
    topologyKey: "topology.kubernetes.io/zone",
  });
  expect(affinity.additionalPodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toEqual([
    {
      weight: 100,
      podAffinityTerm: {
        topologyKey: "kubernetes.io/hostname",
        labelSelector: { matchLabels: { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance" } },
      },
    },
  ]);
});

test("its quota holds two claims for each instance, the archiver beside it, and one pod more for the job that makes the next", () => {
  expect(quotaSpec([postgresClusterDemand(database)]).hard).toMatchObject({
    pods: "4",
    // 512Mi for the instance and as much for the program that archives beside it.
    "requests.memory": "4Gi",
    persistentvolumeclaims: "6",
    "requests.storage": "42Gi",
  });
});

test("what a declaration leaves out is a primary with one standby", () => {
  const { instances } = postgres({
    version: 16,
    storage: gibibytes(1),
    connections: 10,
    recovery: { time: hours(1), point: hours(1) },
  });
  expect(instances).toBe(2);
});
