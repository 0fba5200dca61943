import {
  type ConnectionDemand,
  connectionDemands,
  keptForOperations,
  keptForSuperuser,
  poolerPods,
  poolSize,
  poolsOfPooler,
  smallestPool,
  totalConnections,
} from "../connections.ts";
import type { PlatformPostgres } from "../database.ts";
import type { EnvironmentName } from "../environment-name.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { validateReadReplicas } from "./validate-read-replicas.ts";

/**
 * Checks that the connections which everything can open at once fit into what the database, the pooler before it, and
 * the cache take (SCL-12, CF-28).
 * @param environment Where it runs. @default production, where a release holds most pods
 */
export function validateConnections(system: System, environment: EnvironmentName = "production"): Problem[] {
  return [
    ...(environment === "dev" ? [] : validateServer(system, environment)),
    ...validateReadReplicas(system, environment),
    ...validateStore(system, "cache", environment),
  ];
}

/** Dev's takes as many as its services open. */
function validateServer(system: System, environment: Exclude<EnvironmentName, "dev">): Problem[] {
  const { database } = system;
  const isPooled = connectionDemands(system, "database", environment, "pooled").length > 0;
  return database?.kind === "platform" && isPooled
    ? validatePooler(system, database, environment)
    : validateStore(system, "database", environment);
}

/** A store that every client has its own connections to. */
function validateStore(system: System, store: "database" | "cache", environment: EnvironmentName): Problem[] {
  const connections = system[store]?.connections;
  if (connections === undefined || !(connections > 0)) return [];
  const kept = store === "database" && system.database?.kind === "platform" ? keptForSuperuser : 0;
  // Readers of replicas take none of the primary's.
  const paths = store === "database" ? (["pooled", "direct"] as const) : undefined;
  const demands = connectionDemands(system, store, environment, paths);
  const total = totalConnections(demands);
  if (!(total > connections - kept)) return [];
  const takes = kept === 0 ? `it takes ${connections}` : `it takes ${connections} and keeps ${kept} of them`;
  return [
    {
      path: `${system.name}.${store}.connections`,
      message: `services can open ${total} connections (${arithmetic(demands)}), but ${takes}; lower a pool or a maximum, or give ${total + kept} connections`,
    },
  ];
}

/** A database with a pooler: its clients against what each pod takes, its own connections against what is left of the server's. */
function validatePooler(system: System, database: PlatformPostgres, environment: EnvironmentName): Problem[] {
  const { connections, pooler } = database;
  if (!(connections > 0) || !(pooler.instances > 0)) return [];
  const pooled = connectionDemands(system, "database", environment, "pooled");
  const direct = connectionDemands(system, "database", environment, "direct");
  const [clients, past] = [totalConnections(pooled), totalConnections(direct)];
  const problems: Problem[] = [];
  if (clients > pooler.clients)
    problems.push({
      path: `${system.name}.database.pooler.clients`,
      message: `services can open ${clients} connections to the pooler (${arithmetic(pooled)}), but each of its pods takes ${pooler.clients}; lower a pool or a maximum, or give ${clients} clients`,
    });
  const size = poolSize(database, past);
  const pools = poolerPods(database) * poolsOfPooler;
  const kept = keptForSuperuser + keptForOperations;
  if (size < smallestPool)
    problems.push({
      path: `${system.name}.database.connections`,
      message: `of ${connections} connections ${kept} are kept and ${past} go past the pooler${past > 0 ? ` (${arithmetic(direct)})` : ""}, which leaves ${Math.max(0, size)} for each of the ${pools} pools of the pooler (${poolerPods(database)} pods × ${poolsOfPooler}), and it needs ${smallestPool}; lower a pool or a maximum, or give ${kept + past + pools * smallestPool} connections`,
    });
  return problems;
}

const arithmetic = (demands: readonly ConnectionDemand[]): string =>
  `pods at their peak × processes × pool: ${demands.map(({ name, sum, total }) => `${name} ${sum} = ${total}`).join(", ")}`;
