import { connectionsInDev } from "../connections.ts";
import type { PlatformPostgres } from "../database.ts";
import {
  holdsSessions,
  instanceDemand,
  leastMemory,
  memorySum,
  mostConnections,
} from "../postgres-memory.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

/**
 * Checks that the memory of each instance of a platform's Postgres holds its connections (SCL-12): a server that is killed for its
 * memory ends the sessions of everybody.
 * @param path Of the memory, as whoever mends it has to find it.
 */
export function validateDatabaseMemory(
  path: string,
  { connections, size: { memory } }: Pick<PlatformPostgres, "connections" | "size">,
): Problem[] {
  // What is no number of connections is a problem of its own.
  if (!Number.isSafeInteger(connections) || connections < 1) return [];
  const demand = instanceDemand(connections);
  if (holdsSessions(memory, demand)) return [];
  const { terms, total } = memorySum(memory, demand);
  const most = mostConnections(memory, demand);
  const enough = leastMemory(demand);
  const fixes = [
    ...(enough ? [`give ${enough}, as buffers grow with it`] : []),
    ...(most > 0 ? [`declare at most ${most} connections`] : []),
  ];
  return [
    {
      path,
      message: `${memory} can't hold ${connections} connections: ${terms} = ${total}; ${fixes.join(", or ")}`,
    },
  ];
}

/** Dev's server is given what its connections need, where that can be had at all. */
export function validateDevDatabaseMemory(system: System): Problem[] {
  const connections = connectionsInDev(system);
  if (!system.database || leastMemory({ connections }) !== undefined) return [];
  return [
    {
      path: `${system.name}.database`,
      message: `dev's services can open ${connections} connections, which no memory holds, as each has to find its way in the server's buffers; lower a pool or a maximum`,
    },
  ];
}
