import { type DatabaseLogin, loginNames } from "../../model/database-login.ts";
import { readOnlyConnections, roleNames } from "../../model/database-role.ts";

/** A role of the server that the CloudNativePG operator makes, and keeps as it is written here. */
export type ManagedRole = ManagedRoleRights & (LetIn | Locked);

interface ManagedRoleRights {
  readonly name: string;
  readonly ensure: "present";
  readonly bypassrls?: boolean;
  readonly connectionLimit?: number;
  readonly inRoles?: readonly string[];
}

interface LetIn {
  readonly login: true;
  readonly passwordSecret: { readonly name: string };
}

/** Without its password as well, so that nobody comes by an old one if it is let in by hand. */
interface Locked {
  readonly login: false;
  readonly disablePassword: true;
}

/** Name of the Secret of each login beside the owner's. One that has none is locked. */
export type RoleSecrets = Readonly<Partial<Record<Exclude<DatabaseLogin, "owner">, string>>>;

/**
 * The roles of a database beside its owner. The one that reads is let past row level security: a dump would fail at a table of
 * which it sees a part. What the application may do is granted by the owner, in `migration/grants.sql`, and its second login may it as
 * a member.
 *
 * A login that is locked is written down too: the operator forgets one that is not, and leaves it in the server with its password.
 * @param reads Connections that services read by as that role, from standbys.
 */
export function managedRoles(secrets: RoleSecrets, reads = 0): readonly ManagedRole[] {
  const role = (login: keyof RoleSecrets, rights: Partial<ManagedRoleRights> = {}): ManagedRole => {
    const name = secrets[login];
    const declared = { name: loginNames[login], ensure: "present", ...rights } as const;
    return name === undefined
      ? { ...declared, login: false, disablePassword: true }
      : { ...declared, login: true, passwordSecret: { name } };
  };
  return [
    // The operator makes them in this order, and a member after what it is one of.
    role("application"),
    role("application-b", { inRoles: [roleNames.application] }),
    role("read-only", {
      bypassrls: true,
      connectionLimit: readOnlyConnections + reads,
      inRoles: ["pg_read_all_data"],
    }),
  ];
}
