import { cacheAddress, databaseAddresses, drillIdentity } from "./secret-names.ts";
import { orPrefixed, prefixed, type SecretShape } from "./secret-shape.ts";
import type { System } from "./system.ts";

/** What those secrets look like that data stores bring along, where a form is known (ENV-17). A password has none. */
export const storeSecretShapes: Readonly<Record<string, SecretShape>> = {
  [databaseAddresses]: orPrefixed(prefixed("postgresql://"), "postgres://"),
  // With TLS it is `rediss://`.
  [cacheAddress]: prefixed("redis"),
  [drillIdentity]: prefixed("AGE-SECRET-KEY-1", 58),
};

/** What one of a system's secrets looks like; `undefined` where no form is known. */
export function secretShape({ variables }: Pick<System, "variables">, name: string): SecretShape | undefined {
  const declared = variables[name];
  return declared?.kind === "secret" ? declared.shape : storeSecretShapes[name];
}
