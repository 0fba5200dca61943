import { loginNames } from "./database-login.ts";
import { hasSeparateRoles, roleNames } from "./database-role.ts";
import type { System } from "./system.ts";

/**
 * The roles that row policies in a dump of a system's database may name (BDR-11): the platform's, where it has them, and those that its
 * provider makes.
 */
export function rolesInDumps(system: Pick<System, "database" | "migration">): readonly string[] {
  const { database } = system;
  if (!database) return [];
  const separate = hasSeparateRoles(system, false);
  if (database.kind === "platform") return separate ? Object.values(loginNames) : [roleNames.owner];
  // Of somebody else's the owner is whoever its address names.
  const others = [roleNames.application, roleNames["read-only"]];
  return [...(separate ? others : []), ...(database.providerRoles ?? [])];
}
