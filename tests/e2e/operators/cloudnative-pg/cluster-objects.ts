import type { KubernetesObject, ObjectMeta } from "../kubernetes-object.ts";
import { ownedBy } from "../owner.ts";
import { initScripts } from "./init-scripts.ts";
import { instancePod } from "./instance-pod.ts";
import { application, nameOf, type PostgresCluster, type Storage } from "./postgres-cluster.ts";

/** The port of every Postgres. */
export const postgresPort = 5432;

const clusterLabel = "cnpg.io/cluster";

/** The selector of everything that belongs to a cluster, for watches over all of them. */
export const clusterMember = clusterLabel;

/** Which cluster an object belongs to. */
export const clusterOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.labels?.[clusterLabel];

/**
 * What must exist for a cluster, in the order of its making. One instance is played, however many are declared: the
 * service for reading reaches the primary, and the one for standbys too where standbys are declared.
 */
export function clusterObjects(cluster: PostgresCluster): {
  readonly around: readonly KubernetesObject[];
  readonly pod: KubernetesObject;
} {
  const { spec } = cluster;
  const primary = { [clusterLabel]: cluster.metadata.name, "cnpg.io/instanceRole": "primary" };
  const disabled = spec.managed?.services?.disabledDefaultServices ?? [];
  const services = (["rw", "ro", "r"] as const).filter((role) => !disabled.includes(role));
  return {
    around: [
      {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: owned(cluster, cluster.metadata.name),
        automountServiceAccountToken: false,
      },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: owned(cluster, nameOf.settings(cluster)),
        data: initScripts(cluster),
      },
      ...services.map((role) => ({
        apiVersion: "v1",
        kind: "Service",
        metadata: owned(cluster, nameOf.service(cluster, role)),
        spec: {
          type: "ClusterIP",
          selector: selectorOf(cluster, role),
          ports: [{ name: "postgres", port: postgresPort, targetPort: postgresPort, protocol: "TCP" }],
        },
      })),
      ...(spec.enablePDB === false
        ? []
        : [
            {
              apiVersion: "policy/v1",
              kind: "PodDisruptionBudget",
              metadata: owned(cluster, `${cluster.metadata.name}-primary`),
              spec: { minAvailable: 1, selector: { matchLabels: primary } },
            },
          ]),
      volume(cluster, nameOf.instance(cluster), "PG_DATA", spec.storage),
      ...(spec.walStorage === undefined
        ? []
        : [volume(cluster, nameOf.walVolume(cluster), "PG_WAL", spec.walStorage)]),
    ],
    pod: instancePod(cluster, {
      ...owned(cluster, nameOf.instance(cluster)),
      labels: {
        ...labelsOf(cluster),
        ...primary,
        role: "primary",
        "cnpg.io/instanceName": nameOf.instance(cluster),
        "cnpg.io/podRole": "instance",
      },
    }),
  };
}

/**
 * The Secret of the application's user, where the cluster names none.
 * @param password Made up once: a new one would lock out who holds the old.
 */
export function applicationSecret(cluster: PostgresCluster, password: string): KubernetesObject {
  const { database, owner } = application(cluster);
  const { namespace = "default" } = cluster.metadata;
  const host = nameOf.service(cluster, "rw");
  const at = (name: string): string => `${name}:${postgresPort}/${database}`;
  const near = at(`${host}.${namespace}`);
  const full = at(`${host}.${namespace}.svc.cluster.local`);
  const user = `${encodeURIComponent(owner)}:${encodeURIComponent(password)}`;
  const query = new URLSearchParams({ password, user: owner }).toString();
  const metadata = owned(cluster, nameOf.credentials(cluster));
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, "cnpg.io/userType": "app", "cnpg.io/reload": "true" },
    },
    type: "kubernetes.io/basic-auth",
    stringData: {
      username: owner,
      user: owner,
      password,
      dbname: database,
      host,
      port: String(postgresPort),
      pgpass: `${host}:${postgresPort}:${database}:${owner}:${password}\n`,
      uri: `postgresql://${user}@${near}`,
      "jdbc-uri": `jdbc:postgresql://${near}?${query}`,
      "fqdn-uri": `postgresql://${user}@${full}`,
      "fqdn-jdbc-uri": `jdbc:postgresql://${full}?${query}`,
    },
  };
}

function selectorOf(cluster: PostgresCluster, role: "rw" | "ro" | "r"): Readonly<Record<string, string>> {
  const member = { [clusterLabel]: cluster.metadata.name };
  if (role === "rw") return { ...member, "cnpg.io/instanceRole": "primary" };
  const standbys = role === "r" || cluster.spec.instances > 1;
  return standbys
    ? { ...member, "cnpg.io/podRole": "instance" }
    : { ...member, "cnpg.io/instanceRole": "replica" };
}

function volume(
  cluster: PostgresCluster,
  name: string,
  role: "PG_DATA" | "PG_WAL",
  { size, storageClass }: Storage = {},
): KubernetesObject {
  const metadata = owned(cluster, name);
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...metadata,
      labels: {
        ...metadata.labels,
        "cnpg.io/instanceName": nameOf.instance(cluster),
        "cnpg.io/pvcRole": role,
      },
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: size ?? "1Gi" } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}

/** Everything goes with its cluster, the volumes too: the real operator does the same. */
function owned(cluster: PostgresCluster, name: string): ObjectMeta {
  const { annotations } = cluster.spec.inheritedMetadata ?? {};
  return {
    name,
    namespace: cluster.metadata.namespace ?? "default",
    labels: labelsOf(cluster),
    ...(annotations === undefined ? {} : { annotations }),
    ownerReferences: [ownedBy(cluster)],
  };
}

const labelsOf = ({ metadata, spec }: PostgresCluster): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/managed-by": "cloudnative-pg",
  ...spec.inheritedMetadata?.labels,
  [clusterLabel]: metadata.name,
});
