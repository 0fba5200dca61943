import { type BackupArchiveSpec, backupArchiveSpec } from "../../../components/data/backup-archive-spec.ts";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import {
  postgresClusterSpec,
  type PostgresClusterSpec,
} from "../../../components/data/postgres-cluster-spec.ts";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { secretOfCluster } from "../../../components/secrets/secret-contents.ts";
import type { ClusterKey, DatabaseCluster } from "../../../model/database-cluster.ts";
import { port } from "../../../model/port.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

// A database with the strictest objectives, as production has it.
const stack = "production";
const environment = realEnvironment(stack);
const system = realSystem(stack, "atlas-ux");

const database = clusteredDatabase(environment, system);
if (database === undefined) throw new Error(`${system.system.name} has no cluster in ${stack}`);

/** What the database promises. */
export const { recovery: objectives } = database;

/** What the stack declares of a cluster. */
export const clusterSpec = (cluster: DatabaseCluster): PostgresClusterSpec =>
  postgresClusterSpec(database, {
    cluster,
    image: "postgres",
    secret: "database-password",
    priorityClass: "critical",
    labels: {},
  });

/** What the stack declares of the place for backups, with a bucket of this machine. */
export const archiveSpec = (bucket: string, storePort: number): BackupArchiveSpec =>
  backupArchiveSpec(
    environment,
    system.system.name,
    {
      bucket,
      endpoint: { url: `http://127.0.0.1:${storePort}`, port: port(storePort) },
      region: "us-east-1",
    },
    "backup-credentials",
  );

/** The host that services are told, when these are the clusters and one of them serves. */
export function servingHost(all: readonly DatabaseCluster[], serving: ClusterKey): string {
  const served = { ...system, databaseClusters: { all, serving } };
  if (served.secrets.kind !== "stored") throw new Error(`the secrets of ${stack} are not stored`);
  const { data } =
    externalSecrets(stack, served, served.secrets).get(secretOfCluster("DATABASE_PASSWORD", serving))?.target
      .template ?? {};
  const host = /@([^:/]+):/.exec(data?.["direct-url"] ?? "")?.[1];
  if (host === undefined) throw new Error("services are told no host");
  return host;
}
