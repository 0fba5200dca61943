import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { connectionDemands, totalConnections } from "../../model/connections.ts";
import { clusterName, keyOf, poolerName } from "../../model/database-cluster.ts";
import type { PlatformPostgres } from "../../model/database.ts";

/** A Postgres with standbys, outside of dev; dev's is one of the stores. */
export const clusteredDatabase = (
  { name }: Environment,
  { system: { database } }: SystemEnvironment,
): PlatformPostgres | undefined => (name !== "dev" && database?.kind === "platform" ? database : undefined);

/** The names of a system's clusters in an environment; none where its database is no cluster. */
export const clusterNames = (environment: Environment, own: SystemEnvironment): readonly string[] =>
  clusteredDatabase(environment, own)
    ? own.databaseClusters.all.map((cluster) => clusterName(keyOf(cluster)))
    : [];

/** The same with a pooler before it; one that nothing of the system's goes through is not run. */
export const pooledDatabase = (
  environment: Environment,
  own: SystemEnvironment,
): PlatformPostgres | undefined =>
  connectionDemands(own.system, "database", environment.name, "pooled").length > 0
    ? clusteredDatabase(environment, own)
    : undefined;

/** Connections to a system's database that go past its pooler. */
export const connectionsPastPooler = (
  { name }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): number => totalConnections(connectionDemands(system, "database", name, "direct"));

/** The names of the poolers before a system's clusters. */
export const poolerNames = (environment: Environment, own: SystemEnvironment): readonly string[] =>
  pooledDatabase(environment, own)
    ? own.databaseClusters.all.map((cluster) => poolerName(keyOf(cluster)))
    : [];
