import type { SystemEnvironment } from "../../config/environment.ts";
import { applicationLogins, type DatabaseLogin, usualLogins } from "../../model/database-login.ts";
import { type DatabaseRole, hasSeparateRoles } from "../../model/database-role.ts";

/** The roles that a system's database has in an environment: all, or the owner alone. */
export const databaseRoles = ({ system, secrets }: SystemEnvironment): readonly DatabaseRole[] =>
  hasSeparateRoles(system, secrets.kind === "generated")
    ? ["owner", "application", "read-only"]
    : system.database
      ? ["owner"]
      : [];

/** Those of the application that are let in, the one first that services go by. */
const lettingIn = ({ applicationLogins: letIn = usualLogins }: SystemEnvironment): readonly DatabaseLogin[] =>
  letIn.map((login) => applicationLogins[login]);

/** Every login that is let in to a system's database in an environment. Others of the application's are locked. */
export const databaseLogins = (environment: SystemEnvironment): readonly DatabaseLogin[] =>
  databaseRoles(environment).flatMap((role) => (role === "application" ? lettingIn(environment) : [role]));

/** Whom a role's work is done as: the role itself, or the owner where there is no other. */
export const roleInForce = (environment: SystemEnvironment, role: DatabaseRole): DatabaseRole =>
  databaseRoles(environment).includes(role) ? role : "owner";

/** By which login a role's work is done. */
export function loginInForce(environment: SystemEnvironment, role: DatabaseRole): DatabaseLogin {
  const inForce = roleInForce(environment, role);
  const [first = inForce] = inForce === "application" ? lettingIn(environment) : [];
  return first;
}

/** Whether a person writes the whole of a database's addresses: they come from where secrets are kept. */
export const isWritten = ({ system, secrets }: SystemEnvironment): boolean =>
  system.database?.kind === "external" && secrets.kind !== "generated";
