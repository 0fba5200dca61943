import type { ApiServer } from "../api-server.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import type { PostgresCluster } from "./postgres-cluster.ts";
import { identifier, literal, runStatements } from "./run-statements.ts";

/** The part of `spec.managed.roles` that is played. The API server has filled in the defaults of its schema. */
export interface ManagedRole {
  readonly name: string;
  readonly ensure?: "present" | "absent";
  readonly login?: boolean;
  readonly inherit?: boolean;
  readonly createdb?: boolean;
  readonly createrole?: boolean;
  readonly superuser?: boolean;
  readonly replication?: boolean;
  readonly bypassrls?: boolean;
  readonly connectionLimit?: number;
  readonly inRoles?: readonly string[];
  readonly passwordSecret?: { readonly name: string };
  readonly disablePassword?: boolean;
}

/**
 * The statements that make a role what it is declared as. They may be run again. A role is let in and given its password at once, as the
 * operator does.
 * @param password What it logs in with. @default as it is, or none where the role has none
 */
export function roleStatements(role: ManagedRole, password?: string): readonly string[] {
  const name = identifier(role.name);
  if (role.ensure === "absent") return [`DROP ROLE IF EXISTS ${name}`];
  const options = Object.entries({
    LOGIN: role.login ?? false,
    INHERIT: role.inherit ?? true,
    CREATEDB: role.createdb ?? false,
    CREATEROLE: role.createrole ?? false,
    SUPERUSER: role.superuser ?? false,
    REPLICATION: role.replication ?? false,
    BYPASSRLS: role.bypassrls ?? false,
  }).map(([option, has]) => (has ? option : `NO${option}`));
  const given =
    role.disablePassword === true
      ? " PASSWORD NULL"
      : password === undefined
        ? ""
        : ` PASSWORD ${literal(password)}`;
  return [
    `DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(role.name)}) THEN
        CREATE ROLE ${name};
      END IF;
    END $$`,
    `ALTER ROLE ${name} ${options.join(" ")} CONNECTION LIMIT ${role.connectionLimit ?? -1}${given}`,
    ...(role.inRoles ?? []).map((group) => `GRANT ${identifier(group)} TO ${name}`),
  ];
}

/** What is told of the roles in a cluster's status. */
export interface RolesStatus {
  readonly byStatus?: Readonly<Record<string, readonly string[]>>;
  readonly cannotReconcile?: Readonly<Record<string, readonly string[]>>;
  /** Which version of its Secret a role has its password from. */
  readonly passwordStatus?: Readonly<Record<string, { readonly resourceVersion?: string }>>;
}

/**
 * Makes a cluster's roles in its running server. One whose Secret is not there, or names somebody else, is left out and told of,
 * as the operator does.
 */
export async function keepRoles(
  api: ApiServer,
  cluster: PostgresCluster,
  pod: KubernetesObject,
): Promise<RolesStatus | undefined> {
  const { roles } = cluster.spec.managed ?? {};
  if (roles === undefined || roles.length === 0) return undefined;
  const reconciled: string[] = [];
  const cannotReconcile: Record<string, readonly string[]> = {};
  const passwordStatus: Record<string, { readonly resourceVersion?: string }> = {};
  const statements: string[] = [];
  for (const role of roles) {
    const { password, resourceVersion, problem } = await passwordOf(api, cluster, role);
    if (problem !== undefined) {
      cannotReconcile[role.name] = [problem];
      continue;
    }
    const known = cluster.status?.managedRolesStatus?.passwordStatus?.[role.name]?.resourceVersion;
    // The same password set again has another salt, with which PgBouncer could log in for nobody who is there already.
    statements.push(...roleStatements(role, known === resourceVersion ? undefined : password));
    reconciled.push(role.name);
    if (resourceVersion !== undefined) passwordStatus[role.name] = { resourceVersion };
  }
  await runStatements(api.config, pod.metadata, statements, `Making ${reconciled.join(", ")}`);
  const failed = Object.keys(cannotReconcile);
  return {
    byStatus: { reconciled, ...(failed.length > 0 ? { "pending-reconciliation": failed } : {}) },
    ...(failed.length > 0 ? { cannotReconcile } : {}),
    passwordStatus,
  };
}

async function passwordOf(
  api: ApiServer,
  { metadata }: PostgresCluster,
  { name, passwordSecret }: ManagedRole,
): Promise<{ readonly password?: string; readonly resourceVersion?: string; readonly problem?: string }> {
  if (passwordSecret === undefined) return {};
  const { namespace = "default" } = metadata;
  const secret = await api.read({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: passwordSecret.name, namespace },
  });
  if (secret === undefined) return { problem: `secret ${passwordSecret.name} is not there` };
  const data = secret["data"] as Readonly<Record<string, string>> | undefined;
  const value = (key: string): string => Buffer.from(data?.[key] ?? "", "base64").toString();
  if (value("username") !== name)
    return { problem: `wrong username in secret ${passwordSecret.name}: it is not ${name}` };
  const { resourceVersion } = secret.metadata;
  return { password: value("password"), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
}
