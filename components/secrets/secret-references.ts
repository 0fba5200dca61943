import type { SystemEnvironment } from "../../config/environment.ts";
import type { DatabasePath } from "../../model/database.ts";
import { cachePassword, databaseAddresses } from "../../model/secret-names.ts";

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
};

/** The keys of a cache's Secret: what the server asks for, and the address with it in. */
export const cacheKeys = { password: "password", url: "url" } as const;

/** The form of a variable's name in the name of an object. */
export const kebabCase = (variable: string): string => variable.toLowerCase().replaceAll("_", "-");

/**
 * The name of the Secret of one of a system's secrets. It holds the version that is in force, so a rotation is a new
 * name, and that rolls the pods like any other change.
 * @returns `undefined` for an optional secret that this environment leaves out.
 */
export function secretName({ system, secrets }: SystemEnvironment, variable: string): string | undefined {
  const stem = kebabCase(variable);
  if (secrets.kind === "generated") {
    // A made-up key to an optional third party would only make its calls fail.
    const declared = system.variables[variable];
    return declared?.kind === "secret" && declared.optional ? undefined : `${stem}-generated`;
  }
  const version = secrets.versions.get(variable);
  return version === undefined ? undefined : `${stem}-v${version}`;
}

/** Where a system's database address stands. */
export function databaseSecret(environment: SystemEnvironment, path: DatabasePath): SecretKey {
  return { name: databaseSecretName(environment), key: databaseKeys[path] };
}

/** An operator or our own Postgres writes a fixed name; the store of an external database is versioned. */
export function databaseSecretName(environment: SystemEnvironment): string {
  const stored =
    environment.system.database?.kind === "external" ? secretName(environment, databaseAddresses) : undefined;
  return stored ?? "database-urls";
}

/** The Secret of a system's cache. */
export function cacheSecretName(environment: SystemEnvironment): string {
  return secretName(environment, cachePassword) ?? "cache-password";
}
