import { abilitiesOf } from "../object-store.ts";
import type { Problem } from "../problem.ts";
import { mebibytes } from "../quantities/bytes.ts";
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
  return [
    ...validateKey(system, store, path),
    ...validateBuckets(store, `${path}.buckets`),
    ...validateCopies(system, store, path),
  ];
}

/** What a CronJob's name has room for, beside what its parts go by. */
const longestCopied = 28;

/** What is wrong with how a store's files are read to be copied (BDR-12). */
function validateCopies(system: System, { buckets, copies }: Store, of: string): Problem[] {
  if (!copies) return [];
  const { host, path = "", region, sample } = copies;
  const hosts = Object.keys(system.externalHosts).join(", ") || "none";
  const at = `${of}.copies`;
  return [
    ...(Object.hasOwn(system.externalHosts, host)
      ? []
      : [{ path: `${at}.host`, message: `"${host}" is not one of externalHosts: ${hosts}` }]),
    ...(/^(\/[A-Za-z0-9._~-]+)*$/.test(path)
      ? []
      : [
          {
            path: `${at}.path`,
            message: `"${path}" is no path; begin it with a slash and leave out the last one, as "/storage/v1/s3"`,
          },
        ]),
    ...(/^[a-z0-9-]+$/.test(region)
      ? []
      : [
          {
            path: `${at}.region`,
            message: `"${region}" is no region; give the provider's, as "eu-central-1"`,
          },
        ]),
    ...(sample === undefined || sample.count >= mebibytes(1).count
      ? []
      : [{ path: `${at}.sample`, message: `${sample} is less than a drill opens; give 1Mi or more` }]),
    ...Object.keys(buckets)
      .filter((name) => name.length > longestCopied || name.includes("."))
      .map((name) => ({
        path: `${of}.buckets.${name}`,
        message: `"${name}" can't be copied, as parts of the system go by it; use at most ${longestCopied} letters, digits and "-"`,
      })),
  ];
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
