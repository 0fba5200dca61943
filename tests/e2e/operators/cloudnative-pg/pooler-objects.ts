import type { KubernetesObject, ObjectMeta } from "../kubernetes-object.ts";
import { ownedBy } from "../owner.ts";
import { pgbouncerFiles } from "./pgbouncer-files.ts";
import { poolerMember, poolerPort, type PostgresPooler } from "./pooler.ts";
import { nameOf } from "./postgres-cluster.ts";

const folder = "/controller/configs";
/** As whom the operator lets PgBouncer run. */
const user = { runAsUser: 998, runAsGroup: 996, fsGroup: 996 };

/** What must exist for a pooler, in the order of its making. */
export function poolerObjects(pooler: PostgresPooler): readonly KubernetesObject[] {
  const { name } = pooler.metadata;
  const { spec } = pooler;
  const server = { host: `${spec.cluster.name}-${spec.type ?? "rw"}`, port: poolerPort };
  const files = pgbouncerFiles(pooler, { folder, listen: { address: "*", port: poolerPort }, server });
  const selector = { [poolerMember]: name };
  return [
    { apiVersion: "v1", kind: "Secret", metadata: owned(pooler), stringData: files },
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: owned(pooler),
      automountServiceAccountToken: false,
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: owned(pooler),
      spec: {
        replicas: spec.instances ?? 1,
        selector: { matchLabels: selector },
        ...(spec.deploymentStrategy === undefined ? {} : { strategy: spec.deploymentStrategy }),
        template: {
          metadata: { labels: { ...spec.template?.metadata?.labels, ...labelsOf(pooler) } },
          spec: podSpec(pooler),
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: owned(pooler),
      spec: {
        type: "ClusterIP",
        selector,
        ports: [{ name: "pgbouncer", port: poolerPort, targetPort: "pgbouncer", protocol: "TCP" }],
      },
    },
  ];
}

/** The status that a pooler gets, as an object to apply. */
export const poolerStatus = (
  { apiVersion, kind, metadata: { name, namespace = "default" } }: PostgresPooler,
  instances: number,
): KubernetesObject => ({ apiVersion, kind, metadata: { name, namespace }, status: { instances } });

function podSpec({ metadata, spec }: PostgresPooler): Readonly<Record<string, unknown>> {
  const { containers = [], initContainers, ...rest } = spec.template?.spec ?? {};
  // The one that copies the operator's program has nothing to copy here.
  const others = (initContainers ?? []).filter(({ name }) => name !== "bootstrap-controller");
  const given = containers.find(({ name }) => name === "pgbouncer");
  const secret = (name: string, into: string) => ({
    secret: {
      name,
      items: ["tls.crt", "tls.key", "ca.crt"].map((key) => ({ key, path: `${into}/${key}` })),
    },
  });
  return {
    ...rest,
    serviceAccountName: metadata.name,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, ...user, seccompProfile: { type: "RuntimeDefault" } },
    ...(others.length === 0 ? {} : { initContainers: others }),
    containers: [
      ...containers.filter(({ name }) => name !== "pgbouncer"),
      {
        ...given,
        name: "pgbouncer",
        command: ["pgbouncer", `${folder}/pgbouncer.ini`],
        ports: [{ name: "pgbouncer", containerPort: poolerPort, protocol: "TCP" }],
        readinessProbe: { tcpSocket: { port: poolerPort }, timeoutSeconds: 5 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
        volumeMounts: [{ name: "configs", mountPath: folder, readOnly: true }],
      },
    ],
    volumes: [
      {
        name: "configs",
        projected: {
          defaultMode: 0o440,
          sources: [
            { secret: { name: metadata.name } },
            secret(nameOf.serverCertificate(spec.cluster.name), "server"),
            secret(nameOf.lookupCertificate(spec.cluster.name), "lookup"),
          ],
        },
      },
    ],
  };
}

/** Over those of the template, as the operator does it. */
const labelsOf = ({ metadata, spec }: PostgresPooler): Readonly<Record<string, string>> => ({
  [poolerMember]: metadata.name,
  "cnpg.io/cluster": spec.cluster.name,
  "cnpg.io/podRole": "pooler",
  "app.kubernetes.io/name": "postgresql",
  "app.kubernetes.io/instance": spec.cluster.name,
  "app.kubernetes.io/component": "pooler",
  "app.kubernetes.io/managed-by": "cloudnative-pg",
});

const owned = (pooler: PostgresPooler): ObjectMeta => ({
  name: pooler.metadata.name,
  namespace: pooler.metadata.namespace ?? "default",
  labels: labelsOf(pooler),
  ownerReferences: [ownedBy(pooler)],
});
