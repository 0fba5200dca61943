import { projectOf } from "../model/database-project.ts";
import type { Problem } from "../model/problem.ts";
import type { SystemEnvironment } from "./environment.ts";
import { show } from "./fields.ts";

/**
 * Where no project can be read from the host that a system's database belongs to, though its addresses are held to one (CF-25).
 * @param path The path of the system in the configuration.
 */
export function databaseProjectProblems(path: string, { system, hostnames }: SystemEnvironment): Problem[] {
  const within = system.database?.kind === "external" ? system.database.project : undefined;
  const host = within && hostnames.get(within.host);
  if (!within || !host || projectOf(within, host) !== undefined) return [];
  const { host: domain } = within.party;
  return [
    {
      path: `${path}.hostnames.${within.host}`,
      message: `${show(host.name)} names no project of ${domain}, which the addresses of ${system.name}'s database are held to; give <project>.${domain}`,
    },
  ];
}
