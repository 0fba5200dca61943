import type { PlatformPostgres } from "../database.ts";
import { leastWalStorage, logAtWorst, logBetweenCheckpoints, logKeptForStandbys } from "../postgres-log.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { validateDatabaseMemory } from "./validate-database-memory.ts";

/** What is wrong with the sizes of a system's Postgres, where the platform runs it. */
export function validateDatabase({ name, database }: System): Problem[] {
  if (database?.kind !== "platform") return [];
  return [
    ...validateLogStorage(name, database),
    ...validateDatabaseMemory(`${name}.database.size.memory`, database),
  ];
}

function validateLogStorage(name: string, { walStorage }: PlatformPostgres): Problem[] {
  const needed = logAtWorst(walStorage);
  if (walStorage.exceeds(needed)) return [];
  return [
    {
      path: `${name}.database.walStorage`,
      message: `${walStorage} is no more than the ${needed} of log that may be there at once: ${logKeptForStandbys(walStorage)} kept for a standby that is away (half of it) and ${logBetweenCheckpoints} between two checkpoints; a full one stops the database, so give ${leastWalStorage} or more`,
    },
  ];
}
