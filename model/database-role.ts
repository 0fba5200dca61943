import type { System } from "./system.ts";

/**
 * As whom a system's database is reached. `owner` owns what is in it, and migrates it. `application` reads and writes rows, and
 * changes no schema. `read-only` reads everything and writes nothing: dumps and people.
 */
export type DatabaseRole = "owner" | "application" | "read-only";

/** What each role is called in the server. */
export const roleNames = {
  owner: "app",
  application: "app_application",
  "read-only": "app_read_only",
} as const satisfies Readonly<Record<DatabaseRole, string>>;

/**
 * Sessions of the role for reading, so that people don't take those of services: a dump has two, and three are for people. They are
 * among those that no service has.
 */
export const readOnlyConnections = 5;

/**
 * Whether a system's database is reached by three roles. Without a migration its services make their own tables, so all of it
 * is reached as the owner; and of a database that somebody else runs, only who made its roles knows.
 * @param madeHere Whether the platform runs it, as it does everywhere in dev.
 */
export const hasSeparateRoles = (
  { database, migration }: Pick<System, "database" | "migration">,
  madeHere: boolean,
): boolean =>
  database !== undefined &&
  migration !== undefined &&
  (madeHere || database.kind === "platform" || database.separateRoles);
