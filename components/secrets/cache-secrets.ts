import type { SystemEnvironment } from "../../config/environment.ts";
import {
  cacheBackupPassword,
  cacheMonitorPassword,
  cachePassword,
  cacheSecretOf,
} from "../../model/secret-names.ts";
import { replicatedCache } from "../data/platform-cache.ts";
import { sentinelUsers } from "../data/redis-replication/sentinel-users.ts";
import { redisUsers } from "../data/redis-users.ts";
import {
  nameOfComposed,
  requiredSecret,
  type SecretKey,
  secretName,
  suffixOf,
  valueKey,
} from "./secret-references.ts";

/** The keys of a cache's Secret: whom and what the server asks for, and the address with both in. */
export const cacheKeys = { username: "username", password: "password", url: "url" } as const;

/** Whom a Redis with a password of its own takes callers for. The gateway, which counts there, has to name it. */
export const cacheUser = "default";

/**
 * The keys of the Secret that a Redis knows its users by: the file with what each may do, and a password for whoever looks
 * after the server, from beside it.
 */
export const cacheUsersKeys = { users: "users.acl", password: "password" } as const;

/** The key beside them, of the file with whom sentinels let in, where a Redis has replicas. */
export const sentinelUsersKey = "sentinel-users.acl";

/**
 * The Secret with the address of a system's cache, whoever runs it.
 * @throws TypeError for a system without a cache: validation lets no edge to one through.
 */
export function cacheSecretName(environment: SystemEnvironment): string {
  const { cache, name } = environment.system;
  const secret = cache && secretName(environment, cacheSecretOf(cache));
  if (secret === undefined)
    throw new TypeError(`validation let ${name} through without a secret of its cache`);
  return secret;
}

/** The versions of its password that a Redis of the platform's takes, in order; none where passwords are made up. */
export function acceptedPasswords({ secrets }: Pick<SystemEnvironment, "secrets">): readonly string[] {
  if (secrets.kind === "generated") return [];
  const accepted = [secrets.versions, secrets.alsoAccepted].map((versions) => versions.get(cachePassword));
  return accepted.filter((version) => version !== undefined).sort();
}

/**
 * The Secret that a Redis of the platform's knows its users by. It is called after all the passwords that are accepted, so
 * which of them is in force can change while Redis runs, and after what its users may do and which version each other's is of.
 * @throws TypeError for a system without a cache.
 */
export function cacheUsersSecretName(environment: SystemEnvironment): string {
  const { cache, name } = environment.system;
  if (!cache) throw new TypeError(`validation let ${name} through with users and without a cache`);
  const { secrets } = environment;
  const versions =
    secrets.kind === "generated"
      ? ["-generated"]
      : acceptedPasswords(environment).map((version) => suffixOf(secrets, version));
  const sums = { application: [], monitor: "", backup: "" };
  const users = replicatedCache(environment)
    ? [redisUsers(cache, sums, true), sentinelUsers([])]
    : [redisUsers(cache, sums)];
  const others = [cacheMonitorPassword, cacheBackupPassword].map((secret) => secretName(environment, secret));
  return nameOfComposed(["cache-users", ...versions].join(""), [...users, ...others]);
}

/** The password of who measures a system's own Redis, or of who copies it: neither's pod has the application's. */
export const cacheUserSecret = (environment: SystemEnvironment, user: "monitor" | "backup"): SecretKey => ({
  name: requiredSecret(environment, user === "monitor" ? cacheMonitorPassword : cacheBackupPassword),
  key: valueKey,
});
