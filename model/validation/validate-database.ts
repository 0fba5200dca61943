import type { ExternalPostgres, PlatformPostgres } from "../database.ts";
import { leastWalStorage, logAtWorst, logBetweenCheckpoints, logKeptForStandbys } from "../postgres-log.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { validateDatabaseMemory } from "./validate-database-memory.ts";

/** What is wrong with a system's Postgres: the sizes of the platform's own, or whose somebody else's is said to be. */
export function validateDatabase({ name, database, externalHosts }: System): Problem[] {
  if (database === undefined) return [];
  if (database.kind === "external") return projectProblems(name, database, externalHosts);
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

function projectProblems(
  name: string,
  { project }: ExternalPostgres,
  externalHosts: System["externalHosts"],
): Problem[] {
  if (project === undefined || Object.hasOwn(externalHosts, project.host)) return [];
  const hosts = Object.keys(externalHosts).join(", ") || "none";
  return [
    {
      path: `${name}.database.project.host`,
      message: `"${project.host}" is no external host; known: ${hosts}`,
    },
  ];
}
