import type { SystemEnvironment } from "../../config/environment.ts";
import type { PlatformRedis } from "../../model/cache.ts";
import { type ClusterKey, clusterName, keyOf } from "../../model/database-cluster.ts";
import { type DatabaseLogin, loginNames } from "../../model/database-login.ts";
import { cacheAddress, cachePassword, loginPasswords } from "../../model/secret-names.ts";
import { storeServices } from "../../model/store-services.ts";
import type { System } from "../../model/system.ts";
import { databaseAddress } from "../data/database-address.ts";
import { replicatedCache } from "../data/platform-cache.ts";
import { sentinelUsers } from "../data/redis-replication/sentinel-users.ts";
import { type PasswordSums, redisUsers } from "../data/redis-users.ts";
import { cacheKeys, cacheUser, cacheUsersKeys, sentinelUsersKey } from "./cache-secrets.ts";
import {
  databaseKeys,
  databasePasswordKey,
  databasePaths,
  databaseUserKey,
  loginSecretName,
  secretName,
  secretProperties,
  valueKey,
} from "./secret-references.ts";

/** What the Secret goes by that a Redis knows its users by; it holds versions of another secret. */
export const cacheUsers = "CACHE_USERS";

/** How a value gets into the texts of a Secret: in the words of an operator's template, or as itself. */
export interface ValueTexts {
  /** So that it can stand in an address. */
  readonly escaped: () => string;
  /**
   * As it is, held to the secret's shape where it has one.
   * @param property Which value, of a secret of several.
   */
  readonly checked: (property?: string) => string;
}

/** The login of a database that a secret is the password of. */
export const loginOf = (variable: string): DatabaseLogin | undefined =>
  (Object.keys(loginPasswords) as DatabaseLogin[]).find((login) => loginPasswords[login] === variable);

/**
 * What the Secret of a database's login goes by that leads to a cluster. Each cluster has its own, whichever of them serves: what
 * a cluster names never changes with that.
 */
export const secretOfCluster = (variable: string, of: ClusterKey): string =>
  of === "first" ? variable : `${variable}_AT_${clusterName(of)}`;

/** A Secret that one of a system's secrets becomes. */
export interface SecretObject {
  /** Tells it from others that the secret becomes. */
  readonly key: string;
  readonly name: string;
  readonly variable: string;
  /** Where it leads, for a login of a database. */
  readonly cluster?: ClusterKey;
}

/** The Secrets that one of a system's secrets becomes: none for one that the environment leaves out. */
export function secretObjects(own: SystemEnvironment, variable: string): readonly SecretObject[] {
  const name = secretName(own, variable);
  if (name === undefined) return [];
  const login = loginOf(variable);
  if (!login) return [{ key: variable, name, variable }];
  return own.databaseClusters.all.map(keyOf).map((cluster) => ({
    key: secretOfCluster(variable, cluster),
    name: loginSecretName(own, login, cluster),
    variable,
    cluster,
  }));
}

/**
 * The type that CloudNativePG wants a managed role's password in; the owner's was there before, and no Secret can change its
 * type.
 */
export function secretType(variable: string): "kubernetes.io/basic-auth" | undefined {
  const login = loginOf(variable);
  return login && login !== "owner" ? "kubernetes.io/basic-auth" : undefined;
}

/** The values that a secret is of: one for each property, or a single one without a name. */
export const valuesOf = (system: System, variable: string): readonly (string | undefined)[] =>
  secretProperties(system, variable) ?? [undefined];

/** What the Secret of one of a system's secrets is made of, whichever source its values come from. */
export function secretContents(
  { variable, cluster }: SecretObject,
  { system }: SystemEnvironment,
  { escaped, checked }: ValueTexts,
): Readonly<Record<string, string>> {
  const properties = secretProperties(system, variable);
  if (properties !== undefined) return Object.fromEntries(properties.map((key) => [key, checked(key)]));
  const login = loginOf(variable);
  if (login && cluster !== undefined) {
    const who = { user: loginNames[login], password: escaped() };
    // CloudNativePG reads a role's name and password under these keys.
    return {
      [databaseUserKey]: who.user,
      [databasePasswordKey]: checked(),
      ...Object.fromEntries(
        databasePaths(system).map((path) => [databaseKeys[path], databaseAddress(cluster, path, who)]),
      ),
    };
  }
  if (variable === cachePassword) {
    const { name, port } = storeServices.cache;
    return {
      [cacheKeys.username]: cacheUser,
      [cacheKeys.password]: checked(),
      [cacheKeys.url]: `redis://:${escaped()}@${name}:${port}/0`,
    };
  }
  return { [variable === cacheAddress ? cacheKeys.url : valueKey]: checked() };
}

/**
 * What a Redis knows its users by, and what it asks its own answers with.
 * @param password The application's that is in force.
 */
export function cacheUsersContents(
  own: SystemEnvironment,
  cache: PlatformRedis,
  { sums, password }: { readonly sums: PasswordSums; readonly password: string },
): Readonly<Record<string, string>> {
  const replicated = replicatedCache(own) !== undefined;
  return {
    [cacheUsersKeys.users]: redisUsers(cache, sums, replicated),
    [cacheUsersKeys.password]: password,
    ...(replicated ? { [sentinelUsersKey]: sentinelUsers(sums.application) } : {}),
  };
}
