import { createHash } from "node:crypto";
import type { SecretSource, SystemEnvironment } from "../../config/environment.ts";
import { versionSuffix } from "../../config/secret-service.ts";
import { type ClusterKey, clusterName } from "../../model/database-cluster.ts";
import { type DatabaseLogin, loginNames } from "../../model/database-login.ts";
import { type DatabaseRole, hasSeparateRoles } from "../../model/database-role.ts";
import { type DatabasePath, hasReadReplicas } from "../../model/database.ts";
import {
  backupCredentials,
  bucketCredentials,
  databaseAddresses,
  dumpCredentials,
  loginPasswords,
  vectorStoreKey,
} from "../../model/secret-names.ts";
import type { System } from "../../model/system.ts";
import { databaseAddress } from "../data/database-address.ts";
import { databaseRoles, isWritten, loginInForce, roleInForce } from "./database-logins.ts";

/** A key of a Kubernetes Secret. Components hand each other these, never values. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** The key under which a Secret of a single value holds it. */
export const valueKey = "value";

/** The keys of a database's Secret, the same whichever engine is behind it. */
export const databaseKeys: Readonly<Record<DatabasePath, string>> = {
  pooled: "pooled-url",
  direct: "direct-url",
  "read-only": "replica-url",
};

/** The ways to a database that its Secrets hold an address of. */
export const databasePaths = ({ database }: Pick<System, "database">): readonly DatabasePath[] =>
  database && hasReadReplicas(database) ? ["pooled", "direct", "read-only"] : ["pooled", "direct"];

/** The keys under which a role's name and password stand beside the addresses that hold them. */
export const databaseUserKey = "username";
export const databasePasswordKey = "password";

/** Where the address of each role stands that goes one way alone, in the secret of somebody else's database. */
const directKeys = { owner: "owner-url", "read-only": "read-only-url" } as const;

/** The keys of a Secret that opens a bucket, of backups or of dumps, as S3 names the two halves of a key. */
export const backupKeys = { id: "access-key-id", secret: "secret-access-key" } as const;

/** The key of what some providers hand out beside both: a token that says whom they are for. */
export const sessionTokenKey = "session-token";

/**
 * The properties of a secret in a store that is several values. The Secret that it becomes has the same keys.
 * @returns `undefined` for one plain value.
 */
export function secretProperties(system: System, variable: string): readonly string[] | undefined {
  switch (variable) {
    case databaseAddresses:
      return [
        ...databasePaths(system).map((path) => databaseKeys[path]),
        ...(hasSeparateRoles(system, false) ? Object.values(directKeys) : []),
      ];
    case backupCredentials:
    case dumpCredentials:
      return Object.values(backupKeys);
    case bucketCredentials:
      return [
        ...Object.values(backupKeys),
        ...(system.objectStore?.copies?.sessionToken === true ? [sessionTokenKey] : []),
      ];
    default:
      return undefined;
  }
}

/** The form of a variable's name in the name of an object. */
export const kebabCase = (variable: string): string => variable.toLowerCase().replaceAll("_", "-");

/**
 * The name of the Secret of one of a system's secrets. It holds the version that is in force, so a rotation is a new
 * name, and that rolls the pods like any other change. Where the service keeps no versions it has one name for good.
 * @returns `undefined` for an optional secret that this environment leaves out.
 */
export function secretName({ system, secrets }: SystemEnvironment, variable: string): string | undefined {
  const stem = kebabCase(variable);
  if (secrets.kind === "generated" && secrets.configured?.has(variable) !== true) {
    // A made-up key to an optional third party would only make its calls fail.
    const declared = system.variables[variable];
    return declared?.kind === "secret" && declared.optional ? undefined : `${stem}-generated`;
  }
  const version = versionsOf(secrets).get(variable);
  return version === undefined ? undefined : `${stem}${suffixOf(secrets, version)}`;
}

/** By secret, the versions in force that a source names. */
export const versionsOf = (source: SecretSource): ReadonlyMap<string, string> =>
  source.kind === "generated" ? (source.configured ?? new Map<string, string>()) : source.versions;

/** What a version adds to the name of a Secret. */
export const suffixOf = (source: SecretSource, version: string): string =>
  versionSuffix(source.kind === "stored" ? source.service : "unnamed", version);

/** Where the address stands by which a role reaches a system's database. */
export function databaseSecret(
  environment: SystemEnvironment,
  path: DatabasePath,
  role: DatabaseRole,
): SecretKey {
  const inForce = roleInForce(environment, role);
  const name = databaseSecretName(environment, role);
  const own =
    isWritten(environment) &&
    path !== "read-only" &&
    inForce !== "application" &&
    databaseRoles(environment).length > 1
      ? directKeys[inForce]
      : undefined;
  return { name, key: own ?? databaseKeys[path] };
}

/**
 * The Secret by which a role of a system's database is reached, whichever engine is behind it.
 * @throws TypeError for a system without a database: validation lets no edge to one through.
 */
export const databaseSecretName = (environment: SystemEnvironment, role: DatabaseRole): string =>
  loginSecretName(environment, loginInForce(environment, role));

/**
 * The Secret of a login that is let in.
 * @param of Which cluster it leads to. @default the one that serves
 * @throws TypeError for a system without a database, and for a login that is locked.
 */
export function loginSecretName(
  environment: SystemEnvironment,
  login: DatabaseLogin,
  of: ClusterKey = environment.databaseClusters.serving,
): string {
  const written = isWritten(environment);
  const { database } = environment.system;
  // Dev's own has always gone by the name of what it stands in for.
  const asAddresses = written || (database?.kind === "external" && login === "owner");
  const secret = database && secretName(environment, asAddresses ? databaseAddresses : loginPasswords[login]);
  if (secret === undefined)
    throw new TypeError(
      `validation let ${environment.system.name} through without a secret of its database's login ${login}`,
    );
  if (written) return secret;
  const cluster = environment.secrets.kind === "generated" ? "dev" : of;
  const who = { user: loginNames[login], password: "" };
  const addresses = databasePaths(environment.system).map((path) => databaseAddress(cluster, path, who));
  return nameOfComposed(of === "first" ? secret : `${secret}-at-${clusterName(of)}`, addresses);
}

/**
 * A Secret is filled once, and pods read one anew only under another name. So one that is composed goes by what it is composed
 * of too, without what it keeps secret.
 */
export function nameOfComposed(name: string, parts: readonly (string | undefined)[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
  return `${name}-${hash}`;
}

/**
 * The Secret that opens the bucket of a system's backups.
 * @throws TypeError where there is none: validation asks for one wherever the platform runs a Postgres to keep.
 */
export const backupSecretName = (environment: SystemEnvironment): string =>
  requiredSecret(environment, backupCredentials);

/**
 * The Secret of one of a system's secrets that has to be there.
 * @throws TypeError where it is not: validation asks for its version.
 */
export function requiredSecret(environment: SystemEnvironment, variable: string): string {
  const secret = secretName(environment, variable);
  if (secret === undefined)
    throw new TypeError(`validation let ${environment.system.name} through without ${variable}`);
  return secret;
}

/** The Secret with the key of a system's vector store. */
export function vectorStoreSecret(environment: SystemEnvironment): SecretKey {
  const name = secretName(environment, vectorStoreKey);
  if (name === undefined)
    throw new TypeError(
      `validation let ${environment.system.name} through without a key to its vector store`,
    );
  return { name, key: valueKey };
}
