import { connectionDemands, keptForOperations, keptForSuperuser, totalConnections } from "../connections.ts";
import { hasReadReplicas } from "../database.ts";
import type { EnvironmentName } from "../environment-name.ts";
import type { Problem } from "../problem.ts";
import { runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";

/**
 * What is wrong with a database's read replicas (DB-13): whether there are as many as are declared, whether each takes all
 * connections that read from them, and whether what reads from them has any.
 * @param environment Where it runs. @default production
 */
export function validateReadReplicas(system: System, environment: EnvironmentName = "production"): Problem[] {
  const { database } = system;
  if (!database) return [];
  const { readReplicas = 0 } = database;
  const path = `${system.name}.database.readReplicas`;
  if (!Number.isSafeInteger(readReplicas) || readReplicas < 0)
    return [
      { path, message: `${readReplicas} is not a number of standbys; write 0 or a whole number above it` },
    ];
  if (!hasReadReplicas(database)) return readersWithout(system);
  // Dev's one server answers them itself.
  if (environment === "dev") return [];
  return [...tooFew(system, readReplicas), ...tooManyReaders(system, environment)];
}

function readersWithout(system: System): Problem[] {
  return runnablesOf(system).flatMap(({ path, runnable }) => {
    const database = "uses" in runnable ? runnable.uses.database : undefined;
    return Object.entries(database?.env ?? {}).flatMap(([variable, way]) =>
      way === "read-only"
        ? [
            {
              path: `${path}.uses.database.env.${variable}`,
              message: `"read-only" leads to read replicas, and the database has none; declare readReplicas, or write "pooled"`,
            },
          ]
        : [],
    );
  });
}

/** A failover makes a primary of one of them. */
function tooFew({ name, database }: System, readReplicas: number): Problem[] {
  if (database?.kind !== "platform" || database.instances >= readReplicas + 2) return [];
  return [
    {
      path: `${name}.database.instances`,
      message: `${database.instances} leave fewer than the ${readReplicas} of readReplicas to read from after a failover; give ${readReplicas + 2}: the primary, its successor and ${readReplicas}`,
    },
  ];
}

/** Which standby a connection comes to is chance, and all but one may be away: each has to take all. */
function tooManyReaders(system: System, environment: EnvironmentName): Problem[] {
  const { database, name } = system;
  if (!database || !(database.connections > 0)) return [];
  const kept = database.kind === "platform" ? keptForSuperuser + keptForOperations : 0;
  const demands = connectionDemands(system, "database", environment, "read-only");
  const total = totalConnections(demands);
  if (total <= database.connections - kept) return [];
  const sums = demands.map(({ name: reader, sum, total: each }) => `${reader} ${sum} = ${each}`).join(", ");
  return [
    {
      path: `${name}.database.connections`,
      message: `services can open ${total} connections to a read replica (pods at their peak × processes × pool: ${sums}), but each takes ${database.connections} and keeps ${kept} of them; lower a pool or a maximum, or give ${total + kept} connections`,
    },
  ];
}
