import { type DatabaseRole, readOnlyConnections, roleNames } from "../../model/database-role.ts";

/** A role of the server that the CloudNativePG operator makes, and keeps as it is written here. */
export interface ManagedRole {
  readonly name: string;
  readonly ensure: "present";
  readonly login: true;
  readonly bypassrls?: boolean;
  readonly connectionLimit?: number;
  readonly inRoles?: readonly string[];
  readonly passwordSecret: { readonly name: string };
}

/** Name of the Secret of each role beside the owner. */
export type RoleSecrets = Readonly<Record<Exclude<DatabaseRole, "owner">, string>>;

/**
 * The roles of a database beside its owner. The one that reads is let past row level security: a dump would fail at a table of
 * which it sees a part. What the application may do is granted by the owner, in `migration/grants.sql`.
 * @param reads Connections that services read by as that role, from standbys.
 */
export const managedRoles = (secrets: RoleSecrets, reads = 0): readonly ManagedRole[] => [
  {
    name: roleNames.application,
    ensure: "present",
    login: true,
    passwordSecret: { name: secrets.application },
  },
  {
    name: roleNames["read-only"],
    ensure: "present",
    login: true,
    bypassrls: true,
    connectionLimit: readOnlyConnections + reads,
    inRoles: ["pg_read_all_data"],
    passwordSecret: { name: secrets["read-only"] },
  },
];
