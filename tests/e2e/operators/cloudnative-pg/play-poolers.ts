import { ApiError, type ApiServer } from "../api-server.ts";
import { runController } from "../controller.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { lookupStatements } from "./password-lookup.ts";
import { poolerObjects, poolerStatus } from "./pooler-objects.ts";
import { poolerMember, poolerOf, type PostgresPooler } from "./pooler.ts";
import { nameOf, type PostgresCluster } from "./postgres-cluster.ts";
import { runStatements } from "./run-statements.ts";

const apiVersion = "postgresql.cnpg.io/v1";
const manager = "cloudnative-pg";

/**
 * Plays what the CloudNativePG operator does for poolers: a Pooler becomes a Deployment of a real PgBouncer, which looks passwords
 * up in the server by a certificate.
 * @returns What ends it.
 */
export function playPoolers(api: ApiServer, say: (line: string) => void): Promise<() => Promise<void>> {
  const prepared = new Set<string>();
  return runController<PostgresPooler>(
    api,
    {
      watched: { apiVersion, kind: "Pooler" },
      related: [
        { apiVersion: "apps/v1", kind: "Deployment", labelSelector: poolerMember, ownerOf: poolerOf },
      ],
      reconcile: (pooler) => reconcile(api, pooler, prepared),
    },
    say,
  );
}

async function reconcile(api: ApiServer, pooler: PostgresPooler, prepared: Set<string>): Promise<void> {
  if (pooler.metadata.deletionTimestamp !== undefined) return;
  await prepareServer(api, pooler, prepared);
  for (const object of poolerObjects(pooler)) await api.apply(object, { manager });
  const { name, namespace = "default" } = pooler.metadata;
  const deployment = await api.read<Deployment>({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
  });
  const instances = deployment?.status?.replicas ?? 0;
  if (pooler.status?.instances === instances) return;
  try {
    await api.apply(poolerStatus(pooler, instances), {
      manager: `${manager}-status`,
      subresource: "status",
    });
  } catch (error) {
    // It was deleted meanwhile.
    if (!(error instanceof ApiError && (error.status === 404 || error.status === 409))) throw error;
  }
}

interface Deployment extends KubernetesObject {
  readonly status?: { readonly replicas?: number };
}

/** Lets PgBouncer look passwords up. @throws Error while the cluster is not ready, and it is tried again. */
async function prepareServer(
  api: ApiServer,
  { metadata: { namespace = "default" }, spec }: PostgresPooler,
  prepared: Set<string>,
): Promise<void> {
  const metadata = { name: spec.cluster.name, namespace };
  const cluster = await api.read<PostgresCluster>({ apiVersion, kind: "Cluster", metadata });
  const ready = cluster?.status?.conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  if (cluster === undefined || !ready) throw new Error(`the cluster ${spec.cluster.name} is not ready yet`);
  const { uid = "" } = cluster.metadata;
  if (prepared.has(uid)) return;
  const pod = { name: nameOf.instance(cluster), namespace };
  await runStatements(api.config, pod, lookupStatements, "Letting PgBouncer look passwords up");
  prepared.add(uid);
}
