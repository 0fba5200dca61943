import { type ClusterKey, poolerName, primaryHost, standbyHost } from "../../model/database-cluster.ts";
import type { DatabasePath } from "../../model/database.ts";
import { storeServices } from "../../model/store-services.ts";
import { postgresDatabase } from "./postgres-store.ts";

/** Where each way to a database of the platform's leads: to a cluster's pooler, primary or standbys, or in dev to its one pod. */
export const databaseHosts = (cluster: ClusterKey | "dev"): Readonly<Record<DatabasePath, string>> =>
  cluster === "dev"
    ? {
        pooled: storeServices.database.name,
        direct: storeServices.database.name,
        "read-only": storeServices.database.name,
      }
    : { pooled: poolerName(cluster), direct: primaryHost(cluster), "read-only": standbyHost(cluster) };

/** Who reaches a database. */
interface DatabaseLogin {
  readonly user: string;
  /** As it stands in an address, or what becomes it. */
  readonly password: string;
}

/**
 * The address of a database of the platform's, as every driver reads it. It always ends in a parameter, so that a driver's
 * own can follow.
 */
export const databaseAddress = (
  cluster: ClusterKey | "dev",
  path: DatabasePath,
  { user, password }: DatabaseLogin,
): string => {
  const { port } = storeServices.database;
  const host = databaseHosts(cluster)[path];
  // Encrypted, and not checked against an authority: see docs/decisions/0017-pooler.md.
  const tls = cluster === "dev" ? "disable" : "require";
  return `postgresql://${user}:${password}@${host}:${port}/${postgresDatabase}?sslmode=${tls}`;
};
