import type { LifecycleRule } from "../lifecycle.ts";
import { abilitiesOf, type Bucket, lifecycleOf, type ObjectStore } from "../object-store.ts";
import type { Problem } from "../problem.ts";
import { days, type Duration } from "../quantities/duration.ts";
import { validateLock } from "./validate-lock.ts";
import { validateTransitions } from "./validate-transitions.ts";
import { inWholeDays } from "./whole-days.ts";

/** What of a store decides whether a bucket's lifecycle can be as it is declared. */
export type LifecycleContext = Pick<ObjectStore, "versions" | "lifecycles"> & {
  readonly provider: string;
  /** How soon files must be there again. */
  readonly recoveryTime: Duration;
};

/** What is wrong with what a bucket is to do with its files by itself (BDR-06, BDR-17). */
export function validateLifecycle(path: string, bucket: Bucket, context: LifecycleContext): Problem[] {
  const abilities = abilitiesOf(context);
  const own = `${path}.lifecycle`;
  const problems = validateLock(path, bucket, abilities.versions, context.provider);
  if (!abilities.lifecycles) {
    if (bucket.lifecycle === undefined) return problems;
    const message = `${context.provider} carries out no lifecycle; leave it out, or keep the files where there is one`;
    return [...problems, { path: own, message }];
  }
  const { rules = [], unfinishedUploads = days(1) } = lifecycleOf(bucket, abilities) ?? {};
  return [
    ...problems,
    ...inWholeDays(`${own}.unfinishedUploads`, unfinishedUploads),
    ...rules.flatMap((rule, index) => validateRule(`${own}.rules[${index}]`, rule, bucket, context)),
    ...validateOverlaps(`${own}.rules`, rules),
  ];
}

/** What S3 takes for a key, in bytes. */
const longestKey = 1024;

function validateRule(
  path: string,
  rule: LifecycleRule,
  bucket: Bucket,
  context: LifecycleContext,
): Problem[] {
  const { prefix, expireAfter, colder = [] } = rule;
  return [
    ...validatePrefix(`${path}.prefix`, prefix),
    ...(expireAfter === undefined && colder.length === 0
      ? [{ path, message: "neither deletes nor moves a file; say expireAfter or colder, or leave it out" }]
      : []),
    ...(expireAfter ? validateExpiry(`${path}.expireAfter`, expireAfter, bucket, context) : []),
    ...validateTransitions(`${path}.colder`, rule, context.recoveryTime),
  ];
}

function validatePrefix(path: string, prefix: string): Problem[] {
  if (prefix.startsWith("/"))
    return [{ path, message: `"${prefix}" begins with "/", and no name does; leave it out` }];
  if (/[*?]/.test(prefix))
    return [{ path, message: `"${prefix}" is no pattern, but how names begin; leave "*" and "?" out` }];
  return Buffer.byteLength(prefix) > longestKey
    ? [{ path, message: `has ${Buffer.byteLength(prefix)} bytes; names have at most ${longestKey}` }]
    : [];
}

/** With versions, what a rule deletes is kept as long as what a person deletes. Without, the rule's own age is all there is. */
function validateExpiry(
  path: string,
  expireAfter: Duration,
  { retention }: Bucket,
  context: LifecycleContext,
): Problem[] {
  const isTooSoon = !abilitiesOf(context).versions && retention.exceeds(expireAfter);
  return [
    ...inWholeDays(path, expireAfter),
    ...(isTooSoon
      ? [
          {
            path,
            message: `${expireAfter} is sooner than the retention of ${retention}, and ${context.provider} keeps no versions to have a file back from; give ${retention} or longer`,
          },
        ]
      : []),
  ];
}

/** Of two rules about one file providers take the cheaper one, or refuse both: nobody sees which from here. */
function validateOverlaps(path: string, rules: readonly LifecycleRule[]): Problem[] {
  return rules.flatMap(({ prefix }, index) => {
    const earlier = rules.slice(0, index).find((other) => overlap(prefix, other.prefix));
    if (!earlier) return [];
    const message = `"${prefix}" and "${earlier.prefix}" of another rule begin names of the same files; give each file one rule`;
    return [{ path: `${path}[${index}].prefix`, message }];
  });
}

const overlap = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
