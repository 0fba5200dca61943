import { createHash } from "node:crypto";
import type { KubernetesObject, ObjectMeta } from "../kubernetes-object.ts";
import { scriptFolder } from "./init-scripts.ts";
import { application, nameOf, type PostgresCluster } from "./postgres-cluster.ts";

/** Where the played operator keeps what a pod was made from: a pod can't be changed, so another one takes its place. */
export const madeFrom = "operators.slipway.test/made-from";

const dataFolder = "/var/lib/postgresql/data";
const certificateFolder = "/controller/certificates";
const walFolder = "/var/lib/postgresql/wal";
/** Postgres ends in seconds when it is asked for a fast shutdown; the real operator allows for its standbys too. */
const LONGEST_STOP_SECONDS = 60;

/** The pod of a cluster's one played instance: the image's own entry point, under restricted pod security. */
export function instancePod(cluster: PostgresCluster, metadata: ObjectMeta): KubernetesObject {
  const spec = podSpec(cluster, nameOf.credentials(cluster));
  // A rotated Secret has another name, and its password is changed in the running database.
  const lasting = JSON.stringify(podSpec(cluster, "any"));
  const hash = createHash("sha256").update(lasting).digest("hex").slice(0, 16);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, annotations: { ...metadata.annotations, [madeFrom]: hash } },
    spec,
  };
}

function podSpec(cluster: PostgresCluster, credentials: string): Readonly<Record<string, unknown>> {
  const { spec } = cluster;
  const { postgresUID = 26, postgresGID = 26, stopDelay = LONGEST_STOP_SECONDS } = spec;
  const { nodeSelector, tolerations } = spec.affinity ?? {};
  return {
    serviceAccountName: cluster.metadata.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: Math.min(stopDelay, LONGEST_STOP_SECONDS),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: postgresUID,
      runAsGroup: postgresGID,
      fsGroup: postgresGID,
      // Postgres refuses a folder that its group may write, which is what is made of it at every mount otherwise.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...(spec.priorityClassName === undefined ? {} : { priorityClassName: spec.priorityClassName }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    containers: [container(cluster, credentials)],
    volumes: [
      { name: "pgdata", persistentVolumeClaim: { claimName: nameOf.instance(cluster) } },
      ...(spec.walStorage === undefined
        ? []
        : [{ name: "pgwal", persistentVolumeClaim: { claimName: nameOf.walVolume(cluster) } }]),
      { name: "settings", configMap: { name: nameOf.settings(cluster), defaultMode: 0o555 } },
      {
        name: "certificates",
        // Postgres takes a key that root owns only if nobody past its group may read it.
        secret: { secretName: nameOf.serverCertificate(cluster.metadata.name), defaultMode: 0o640 },
      },
      { name: "run", emptyDir: { sizeLimit: "1Mi" } },
      { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
      { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    ],
  };
}

function container(cluster: PostgresCluster, credentials: string): Readonly<Record<string, unknown>> {
  const { spec } = cluster;
  const ready = { exec: { command: ["pg_isready", "--host", "127.0.0.1", "--username", "postgres"] } };
  const parameters = Object.entries({
    ...spec.postgresql?.parameters,
    hba_file: `${scriptFolder}/pg_hba.conf`,
    ssl: "on",
    ssl_ca_file: `${certificateFolder}/ca.crt`,
    ssl_cert_file: `${certificateFolder}/tls.crt`,
    ssl_key_file: `${certificateFolder}/tls.key`,
  }).sort();
  // Only the first start needs it, so that a later one may find it gone.
  const password = { secretKeyRef: { name: credentials, key: "password", optional: true } };
  return {
    name: "postgres",
    image: spec.imageName,
    imagePullPolicy: spec.imagePullPolicy ?? "IfNotPresent",
    args: parameters.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    env: [
      { name: "POSTGRES_USER", value: "postgres" },
      { name: "APPLICATION_USER", value: application(cluster).owner },
      { name: "APPLICATION_PASSWORD", valueFrom: password },
      // The image wants one; the script for the first start takes it away from the superuser.
      { name: "POSTGRES_PASSWORD", valueFrom: password },
      { name: "PGDATA", value: `${dataFolder}/pgdata` },
      ...(spec.walStorage === undefined
        ? []
        : [{ name: "POSTGRES_INITDB_WALDIR", value: `${walFolder}/pg_wal` }]),
      ...(spec.bootstrap?.initdb?.dataChecksums
        ? [{ name: "POSTGRES_INITDB_ARGS", value: "--data-checksums" }]
        : []),
    ],
    ports: [{ name: "postgresql", containerPort: 5432, protocol: "TCP" }],
    ...(spec.resources === undefined ? {} : { resources: spec.resources }),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    },
    startupProbe: { ...ready, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: {
      tcpSocket: { port: "postgresql" },
      periodSeconds: 10,
      timeoutSeconds: 2,
      failureThreshold: 3,
    },
    volumeMounts: [
      { name: "pgdata", mountPath: dataFolder },
      ...(spec.walStorage === undefined ? [] : [{ name: "pgwal", mountPath: walFolder }]),
      { name: "run", mountPath: "/var/run/postgresql" },
      { name: "tmp", mountPath: "/tmp" },
      { name: "shared-memory", mountPath: "/dev/shm" },
      { name: "settings", mountPath: scriptFolder, readOnly: true },
      { name: "certificates", mountPath: certificateFolder, readOnly: true },
      ...[
        ["passwd", "/etc/passwd"],
        ["group", "/etc/group"],
        ["application.sh", "/docker-entrypoint-initdb.d/application.sh"],
      ].map(([subPath, mountPath]) => ({ name: "settings", mountPath, subPath, readOnly: true })),
    ],
  };
}
