import type { Dumps } from "../../config/dumps.ts";
import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { Database } from "../../model/database.ts";
import { ledgerSchema } from "../../model/migration.ts";
import { rolesInDumps } from "../../model/roles-in-dumps.ts";
import { type Canary, canary } from "../data/migration/canary.ts";

/** A database that is dumped, and where to. */
export interface DumpedDatabase {
  readonly database: Database;
  /** The schemas that are dumped. @default all */
  readonly schemas?: readonly string[];
  /** Roles that its policies may name, and that a drill makes. */
  readonly roles: readonly string[];
  /** What migrations keep in it for drills to find. @default it has no migration */
  readonly canary?: Canary;
  readonly dumps: Dumps;
  /** What it is called in the bucket and in metrics, as `production/odd-scenes`; also its folder there. */
  readonly source: string;
}

/** The database of a system that is dumped: the platform's, or one that somebody else runs. Dev's is not. */
export function dumpedDatabase(
  { name, dumps }: Pick<Environment, "name" | "dumps">,
  { system }: Pick<SystemEnvironment, "system">,
): DumpedDatabase | undefined {
  const { database } = system;
  if (!database || !dumps) return undefined;
  const named = database.kind === "external" ? database.schemas : undefined;
  return {
    database,
    // Without what releases wrote down, a restored database would let in what it has left behind.
    ...(named && { schemas: [...named, ...(system.migration ? [ledgerSchema] : [])] }),
    roles: rolesInDumps(system),
    ...(system.migration && { canary }),
    dumps,
    source: `${name}/${system.name}`,
  };
}
