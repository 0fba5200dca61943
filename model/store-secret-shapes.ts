import { inProject, projectOf } from "./database-project.ts";
import type { Hostname } from "./hostname.ts";
import {
  backupCredentials,
  bucketCredentials,
  cacheAddress,
  cacheBackupPassword,
  cacheMonitorPassword,
  cachePassword,
  databaseAddresses,
  drillIdentity,
  dumpCredentials,
  loginPasswords,
  vectorStoreKey,
} from "./secret-names.ts";
import { keyOfAnyForm, orPrefixed, password, prefixed, type SecretShape } from "./secret-shape.ts";
import type { System } from "./system.ts";

/**
 * The address of somebody else's database, which names whom it is for and opens what it says: what is special in a user or a password
 * is percent-encoded. One that is made up leads nowhere.
 */
const databaseAddress: SecretShape = {
  ...orPrefixed(prefixed("postgresql://"), "postgres://"),
  suffix: ":none@database.invalid/none",
  pattern: {
    source: "^[a-z]+://[^:/@]+:[^/@]+@[^/@]+/[!-~]+$",
    meaning: "names a user, a password, a host and a database, with what is special in them percent-encoded",
  },
};

/** What those secrets look like that data stores bring along (ENV-17). */
export const storeSecretShapes: Readonly<Record<string, SecretShape>> = {
  ...Object.fromEntries(Object.values(loginPasswords).map((secret) => [secret, password()])),
  [cachePassword]: password(),
  [cacheMonitorPassword]: password(),
  [cacheBackupPassword]: password(),
  [vectorStoreKey]: password(),
  [databaseAddresses]: databaseAddress,
  // With TLS it is `rediss://`.
  [cacheAddress]: prefixed("redis"),
  [backupCredentials]: keyOfAnyForm(),
  [dumpCredentials]: keyOfAnyForm(),
  [bucketCredentials]: keyOfAnyForm(),
  [drillIdentity]: prefixed("AGE-SECRET-KEY-1", 58),
};

/**
 * What one of a system's secrets looks like; `undefined` where no form is known.
 * @param hostnames Those of an environment, where the form depends on them. @default none; forms of any environment
 */
export function secretShape(
  { variables, database }: Pick<System, "variables" | "database">,
  name: string,
  hostnames: ReadonlyMap<string, Hostname> = new Map(),
): SecretShape | undefined {
  const declared = variables[name];
  if (declared?.kind === "secret") return declared.shape;
  const shape = storeSecretShapes[name];
  const within = database?.kind === "external" ? database.project : undefined;
  const host = within && hostnames.get(within.host);
  const project = host && projectOf(within, host);
  return shape && name === databaseAddresses && project !== undefined ? inProject(shape, project) : shape;
}
