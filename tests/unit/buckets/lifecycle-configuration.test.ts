import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type LifecycleConfiguration,
  lifecycleConfiguration,
} from "../../../components/buckets/lifecycle-configuration.ts";
import { lifecycle, type LifecycleRule } from "../../../model/lifecycle.ts";
import type { Bucket } from "../../../model/object-store.ts";
import { days, hours, minutes } from "../../../model/quantities/duration.ts";
import { type StorageClass, storageClasses } from "../../../model/storage-class.ts";
import { validateLifecycle } from "../../../model/validation/validate-lifecycle.ts";

const bucket: Bucket = { holds: "files", retention: days(30) };
const all = { versions: true, lifecycles: true };

describe("the lifecycle that a bucket's provider is told", () => {
  test("drops old versions and unfinished uploads where a declaration says no more (BDR-06)", () => {
    expect(lifecycleConfiguration(bucket, all)).toEqual({
      Rules: [
        {
          ID: "bucket",
          Status: "Enabled",
          Filter: { Prefix: "" },
          Expiration: { ExpiredObjectDeleteMarker: true },
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
    expect(lifecycleConfiguration({ ...bucket, retention: hours(25) }, all)?.Rules[0]).toMatchObject({
      NoncurrentVersionExpiration: { NoncurrentDays: 2 },
    });
  });

  test("says nothing of versions where there are none, and nothing at all where it is not carried out", () => {
    expect(lifecycleConfiguration(bucket, { ...all, versions: false })).toEqual({
      Rules: [
        {
          ID: "bucket",
          Status: "Enabled",
          Filter: { Prefix: "" },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
    expect(lifecycleConfiguration(bucket, { ...all, lifecycles: false })).toBeUndefined();
  });

  test("has a rule of its own for each prefix, and what is said of all files in the bucket's", () => {
    const rules: LifecycleRule[] = [
      { prefix: "exports/", expireAfter: days(90) },
      {
        prefix: "",
        colder: [{ to: "STANDARD_IA", after: days(30) }],
        expireAfter: days(365),
      },
    ];
    const own = lifecycle({ rules, unfinishedUploads: days(2) });
    expect(lifecycleConfiguration({ ...bucket, lifecycle: own }, all)).toEqual({
      Rules: [
        {
          ID: "bucket",
          Status: "Enabled",
          Filter: { Prefix: "" },
          Transitions: [{ Days: 30, StorageClass: "STANDARD_IA" }],
          // S3 refuses a number of days beside ExpiredObjectDeleteMarker.
          Expiration: { Days: 365 },
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        },
        {
          ID: "prefix-1",
          Status: "Enabled",
          Filter: { Prefix: "exports/" },
          Expiration: { Days: 90 },
        },
      ],
    });
  });
});

const ages = fc.integer({ min: 0, max: 24 * 200 }).map(hours);
const transitions = fc.record({
  to: fc.constantFrom(...(Object.keys(storageClasses) as StorageClass[])),
  after: ages,
});
const rules = fc.record(
  {
    prefix: fc.constantFrom("", "a", "a/", "a/b", "b/", "/c"),
    expireAfter: fc.oneof(ages, fc.integer({ min: 1, max: 200 }).map(days)),
    colder: fc.array(transitions, { maxLength: 2 }),
  },
  { requiredKeys: ["prefix"] },
);
const declared = fc.record({
  retention: fc.integer({ min: 1, max: 24 * 100 }).map(hours),
  rules: fc.array(rules, { maxLength: 3 }),
  versions: fc.boolean(),
  name: fc.constantFrom("a", "a/b/c", "b/x", "c", "d"),
  /** When the file was written, in milliseconds, and how long it was current, unless a rule deletes it sooner. */
  written: fc.integer({ min: 0, max: 86_400_000 }),
  current: fc.option(ages, { nil: undefined }),
});

const day = days(1).milliseconds;

/** As S3 does it: an age is reached at the first midnight after that many days. */
const due = (since: number, count: number): number => Math.ceil((since + count * day) / day) * day;

/** When a file stopped being current and when it was gone for good, by a document alone. */
function fateOf(
  { Rules }: LifecycleConfiguration,
  { name, versions, written, current }: Pick<Fate, "name" | "versions" | "written" | "current">,
): { readonly ended: number; readonly gone: number } {
  const own = Rules.filter(({ Filter }) => name.startsWith(Filter.Prefix));
  const byRule = own.map(({ Expiration }) =>
    Expiration && "Days" in Expiration ? due(written, Expiration.Days) : Infinity,
  );
  const byPerson = current ? written + current.milliseconds : Infinity;
  const ended = Math.min(...byRule, byPerson);
  if (!versions) return { ended, gone: Math.min(...byRule) };
  const kept = own.map(({ NoncurrentVersionExpiration: old }) =>
    old ? due(ended, old.NoncurrentDays) : Infinity,
  );
  return { ended, gone: Math.min(...kept) };
}
type Fate = typeof declared extends fc.Arbitrary<infer T> ? T : never;

test("whatever is declared and valid, no rule takes a file away for good within the retention (BDR-06)", () => {
  let tried = 0;
  let gone = 0;
  fc.assert(
    fc.property(declared, ({ retention, rules: given, versions, ...file }) => {
      const own: Bucket = { holds: "files", retention, lifecycle: lifecycle({ rules: given }) };
      const problems = validateLifecycle("bucket", own, {
        provider: "vendor",
        recoveryTime: minutes(30),
        versions,
      });
      fc.pre(problems.length === 0);
      const document = lifecycleConfiguration(own, { versions, lifecycles: true });
      if (!document) throw new Error("a provider with lifecycles got none");
      const fate = fateOf(document, { ...file, versions });
      tried += 1;
      if (fate.gone < Infinity) gone += 1;
      const since = versions ? fate.ended : file.written;
      if (fate.gone < Infinity) expect(fate.gone - since).toBeGreaterThanOrEqual(retention.milliseconds);
      const byId = new Set(document.Rules.map(({ ID }) => ID));
      expect(byId.size).toBe(document.Rules.length);
    }),
    { numRuns: 1000 },
  );
  expect(tried).toBe(1000);
  expect(gone).toBeGreaterThan(100);
});
