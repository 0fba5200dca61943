import type { Cache } from "./cache.ts";
import {
  type ApplicationLogin,
  applicationLoginNames,
  applicationLogins,
  type DatabaseLogin,
  usualLogins,
} from "./database-login.ts";
import { hasSeparateRoles } from "./database-role.ts";
import type { Database } from "./database.ts";
import { isDrilled, snapshotStores, whyNotCopied } from "./snapshot.ts";
import type { System } from "./system.ts";

/** The password of the system's own Redis. */
export const cachePassword = "CACHE_PASSWORD";

/** The password of who measures the system's own Redis. It opens nothing that Redis holds. */
export const cacheMonitorPassword = "CACHE_MONITOR_PASSWORD";

/** The password of who copies the system's own Redis, where that is done. It changes nothing. */
export const cacheBackupPassword = "CACHE_BACKUP_PASSWORD";

/** The address of a Redis that somebody else runs. */
export const cacheAddress = "CACHE_URL";

/** The key of the system's vector store. */
export const vectorStoreKey = "VECTOR_STORE_KEY";

/** The password of the owner of the system's own Postgres. */
export const databasePassword = "DATABASE_PASSWORD";

/** The password of each login of the system's own Postgres. Without separate roles there is the owner's alone. */
export const loginPasswords = {
  owner: databasePassword,
  application: "DATABASE_APPLICATION_PASSWORD",
  "application-b": "DATABASE_APPLICATION_B_PASSWORD",
  "read-only": "DATABASE_READ_ONLY_PASSWORD",
} as const satisfies Readonly<Record<DatabaseLogin, string>>;

/**
 * The passwords of those of the application's logins that are locked: nobody comes by them.
 * @param letIn The others.
 */
export const lockedPasswords = (letIn: readonly ApplicationLogin[]): readonly string[] =>
  applicationLoginNames
    .filter((login) => !letIn.includes(login))
    .map((login) => loginPasswords[applicationLogins[login]]);

/** The addresses of a database that somebody else runs: one secret with one property for each. */
export const databaseAddresses = "DATABASE_URLS";

/** The key to the bucket of a database's backups: one secret with two properties. */
export const backupCredentials = "BACKUP_CREDENTIALS";

/** The key to the bucket of dumps and of copies of stores, which another provider has: one secret with two properties. */
export const dumpCredentials = "DUMP_CREDENTIALS";

/** The key that reads the buckets of a system's object store, to copy them: one secret with two properties, or with three. */
export const bucketCredentials = "BUCKET_CREDENTIALS";

/** The identity of age that opens dumps and copies for the monthly drills: one of its own, so that it can be replaced by itself. */
export const drillIdentity = "DRILL_IDENTITY";

/** The names that are data stores' own, so that no variable may have them. */
export const storeSecrets: readonly string[] = [
  cachePassword,
  cacheMonitorPassword,
  cacheBackupPassword,
  cacheAddress,
  vectorStoreKey,
  ...Object.values(loginPasswords),
  databaseAddresses,
  backupCredentials,
  dumpCredentials,
  bucketCredentials,
  drillIdentity,
];

/** A secret that an environment's store must hold, or may. */
export interface SecretName {
  readonly name: string;
  readonly optional: boolean;
}

/**
 * Every secret of a system: those of its variables, and those that its data stores bring along.
 * @param letIn Which of the application's logins an environment's database lets in; the passwords of others are optional.
 */
export function secretNames(
  system: System,
  letIn: readonly ApplicationLogin[] = usualLogins,
): readonly SecretName[] {
  const declared = Object.entries(system.variables).flatMap(([name, variable]) =>
    variable.kind === "secret" ? [{ name, optional: variable.optional }] : [],
  );
  const stores = [
    ...(system.cache ? cacheSecretsOf(system.cache) : []),
    ...(system.vectorStore ? [vectorStoreKey] : []),
    ...(system.database ? databaseSecretsOf(system, system.database) : []),
    ...(system.database?.kind === "platform" ? [backupCredentials] : []),
    ...(system.database || snapshotStores(system).length > 0 ? [dumpCredentials] : []),
    ...(system.objectStore?.copies ? [bucketCredentials] : []),
    ...(system.database || snapshotStores(system).some(isDrilled) ? [drillIdentity] : []),
  ];
  const locked = lockedPasswords(letIn);
  return [...declared, ...stores.map((name) => ({ name, optional: locked.includes(name) }))];
}

/** What must be known of a database: of one's own a password for each login, of somebody else's its addresses. */
function databaseSecretsOf(system: System, { kind }: Database): readonly string[] {
  if (kind === "external") return [databaseAddresses];
  return hasSeparateRoles(system, true) ? Object.values(loginPasswords) : [databasePassword];
}

/** What must be known of a Redis: of somebody else's its address, of one's own a password for each who comes to it. */
function cacheSecretsOf(cache: Cache): readonly string[] {
  if (cache.kind === "external") return [cacheAddress];
  const copied = whyNotCopied(cache) === undefined;
  return [cachePassword, cacheMonitorPassword, ...(copied ? [cacheBackupPassword] : [])];
}

/** By what applications come to a Redis: to one's own by its password, to somebody else's by its address. */
export const cacheSecretOf = ({ kind }: Cache): string =>
  kind === "external" ? cacheAddress : cachePassword;
