import type { System } from "./system.ts";

/** The password of the system's own Redis. */
export const cachePassword = "CACHE_PASSWORD";

/** The addresses of a database that somebody else runs: one secret with one property for each `DatabasePath`. */
export const databaseAddresses = "DATABASE_URLS";

/** The names that are data stores' own, so that no variable may have them. */
export const storeSecrets: readonly string[] = [cachePassword, databaseAddresses];

/** A secret that an environment's store must hold, or may. */
export interface SecretName {
  readonly name: string;
  readonly optional: boolean;
}

/** Every secret of a system: those of its variables, and those that its data stores bring along. */
export function secretNames(system: System): readonly SecretName[] {
  const declared = Object.entries(system.variables).flatMap(([name, variable]) =>
    variable.kind === "secret" ? [{ name, optional: variable.optional }] : [],
  );
  const stores = [
    ...(system.cache ? [cachePassword] : []),
    ...(system.database?.kind === "external" ? [databaseAddresses] : []),
  ];
  return [...declared, ...stores.map((name) => ({ name, optional: false }))];
}
