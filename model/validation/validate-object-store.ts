import { abilitiesOf } from "../object-store.ts";
import type { Problem } from "../problem.ts";
import { runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";
import { validateLifecycle } from "./validate-lifecycle.ts";

/** What the usual providers take for the name of a bucket. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What is wrong with where a system keeps files: its key, who reads it, and its buckets (BDR-06). */
export function validateObjectStore(system: System): Problem[] {
  const { objectStore: store } = system;
  if (!store) return [];
  const path = `${system.name}.objectStore`;
  return [...validateKey(system, store, path), ...validateBuckets(store, `${path}.buckets`)];
}

type Store = NonNullable<System["objectStore"]>;

function validateKey(system: System, { keyVariable, party }: Store, of: string): Problem[] {
  const path = `${of}.keyVariable`;
  if (system.variables[keyVariable]?.kind !== "secret") {
    const message = `"${keyVariable}" is not a secret of ${system.name}.variables; declare it there`;
    return [{ path, message }];
  }
  const readers = runnablesOf(system).filter(({ runnable }) =>
    runnable.variables.variables.includes(keyVariable),
  );
  const reaching = readers.some(
    ({ runnable }) => "egress" in runnable && runnable.egress.some(({ name }) => name === party.name),
  );
  if (reaching) return [];
  const message = `nothing that reads "${keyVariable}" may reach ${party.name}; list it in the egress of a service that does`;
  return [{ path, message }];
}

function validateBuckets(store: Store, path: string): Problem[] {
  const { buckets, party, recovery } = store;
  const context = { ...abilitiesOf(store), provider: party.name, recoveryTime: recovery.time };
  const named = Object.entries(buckets);
  if (named.length === 0) return [{ path, message: "is empty; name the buckets that files are kept in" }];
  return named.flatMap(([name, bucket]) => [
    ...(bucketName.test(name)
      ? []
      : [
          {
            path: `${path}.${name}`,
            message: `"${name}" is not the name of a bucket; use 3 to 63 lower-case letters, digits, "." and "-"`,
          },
        ]),
    ...validateLifecycle(`${path}.${name}`, bucket, context),
    ...(bucket.retention.milliseconds > 0
      ? []
      : [
          {
            path: `${path}.${name}.retention`,
            message: "0s keeps nothing that was deleted by mistake; give a longer span",
          },
        ]),
  ]);
}
