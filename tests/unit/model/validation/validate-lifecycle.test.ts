import { describe, expect, it } from "vitest";
import { lifecycle, type Lifecycle } from "../../../../model/lifecycle.ts";
import type { Bucket } from "../../../../model/object-store.ts";
import { days, hours, minutes, seconds } from "../../../../model/quantities/duration.ts";
import { validateLifecycle } from "../../../../model/validation/validate-lifecycle.ts";

const context = { provider: "vendor", recoveryTime: minutes(30) };
const of = (given: Partial<Lifecycle> & Partial<Bucket>, further: object = {}) => {
  const { rules, unfinishedUploads, ...bucket } = given;
  const own = lifecycle({ ...(rules && { rules }), ...(unfinishedUploads && { unfinishedUploads }) });
  return validateLifecycle(
    "shop.objectStore.buckets.uploads",
    { holds: "files", retention: days(30), lifecycle: own, ...bucket },
    { ...context, ...further },
  );
};
const at = (path: string): string => `shop.objectStore.buckets.uploads.${path}`;

describe("a bucket's lifecycle", () => {
  it("may leave all to its defaults, and may have rules that go together", () => {
    expect(lifecycle()).toEqual({ rules: [], unfinishedUploads: days(7) });
    expect(of({})).toEqual([]);
    expect(
      of({
        rules: [
          { prefix: "tmp/", expireAfter: days(1) },
          {
            prefix: "exports/",
            colder: [
              { to: "STANDARD_IA", after: days(30) },
              { to: "GLACIER_IR", after: days(60) },
            ],
            expireAfter: days(150),
          },
        ],
      }),
    ).toEqual([]);
  });

  it("counts in whole days, as providers do", () => {
    expect(of({ unfinishedUploads: hours(36) })).toEqual([
      {
        path: at("lifecycle.unfinishedUploads"),
        message: "36h is not a number of whole days; give one day or more",
      },
    ]);
    expect(of({ rules: [{ prefix: "tmp/", expireAfter: seconds(0) }] })).toEqual([
      {
        path: at("lifecycle.rules[0].expireAfter"),
        message: "0s is not a number of whole days; give one day or more",
      },
    ]);
    const moved = { prefix: "", colder: [{ to: "GLACIER_IR", after: hours(1) }] } as const;
    expect(of({ rules: [moved] })).toMatchObject([{ path: at("lifecycle.rules[0].colder[0].after") }]);
    expect(of({ rules: [{ prefix: "", colder: [{ to: "GLACIER_IR", after: days(0) }] }] })).toEqual([]);
  });

  it("deletes nothing within the retention where no version is left to have it back from (BDR-06)", () => {
    const rules = [{ prefix: "tmp/", expireAfter: days(29) }];
    expect(of({ rules })).toEqual([]);
    expect(of({ rules }, { versions: false })).toEqual([
      {
        path: at("lifecycle.rules[0].expireAfter"),
        message:
          "29d is sooner than the retention of 30d, and vendor keeps no versions to have a file back from; give 30d or longer",
      },
    ]);
    expect(of({ rules: [{ prefix: "tmp/", expireAfter: days(30) }] }, { versions: false })).toEqual([]);
  });

  it("has one rule for each file", () => {
    const rule = (prefix: string) => ({ prefix, expireAfter: days(60) });
    expect(of({ rules: [rule("logs/"), rule("exports/"), rule("logs")] })).toEqual([
      {
        path: at("lifecycle.rules[2].prefix"),
        message: '"logs" and "logs/" of another rule begin names of the same files; give each file one rule',
      },
    ]);
    expect(of({ rules: [rule("logs/"), rule("")] })).toMatchObject([
      { path: at("lifecycle.rules[1].prefix") },
    ]);
    expect(of({ rules: [rule("logs/"), rule("logs/")] })).toHaveLength(1);
  });

  it("has rules that do something, to names as they begin", () => {
    expect(of({ rules: [{ prefix: "tmp/" }] })).toEqual([
      {
        path: at("lifecycle.rules[0]"),
        message: "neither deletes nor moves a file; say expireAfter or colder, or leave it out",
      },
    ]);
    const problems = (prefix: string) => of({ rules: [{ prefix, expireAfter: days(60) }] });
    expect(problems("/tmp/")).toEqual([
      {
        path: at("lifecycle.rules[0].prefix"),
        message: '"/tmp/" begins with "/", and no name does; leave it out',
      },
    ]);
    expect(problems("tmp/*")).toMatchObject([{ path: at("lifecycle.rules[0].prefix") }]);
    expect(problems("é".repeat(512))).toEqual([]);
    expect(problems("é".repeat(513))).toMatchObject([{ message: "has 1026 bytes; names have at most 1024" }]);
  });

  it("says all that is wrong at once", () => {
    const rules = [
      { prefix: "/a", expireAfter: hours(5) },
      { prefix: "", colder: [{ to: "STANDARD_IA" as const, after: days(1) }] },
    ];
    expect(of({ rules, unfinishedUploads: hours(1) }).map(({ path }) => path)).toEqual(
      [
        "lifecycle.unfinishedUploads",
        "lifecycle.rules[0].prefix",
        "lifecycle.rules[0].expireAfter",
        "lifecycle.rules[1].colder[0].after",
        "lifecycle.rules[1].prefix",
      ].map(at),
    );
  });
});

describe("what a provider can't do", () => {
  it("is not asked of it", () => {
    const plain = { holds: "files", retention: days(30) };
    const supabase = { ...context, versions: false, lifecycles: false };
    expect(validateLifecycle("uploads", plain, supabase)).toEqual([]);
    expect(of({ lock: days(7) }, { versions: false, lifecycles: false })).toEqual([
      {
        path: at("lock"),
        message:
          "vendor keeps no versions, and a lock is on versions; leave it out, or keep the files where there are some",
      },
      {
        path: at("lifecycle"),
        message: "vendor carries out no lifecycle; leave it out, or keep the files where there is one",
      },
    ]);
  });

  it("is a lock for longer than the retention, after which versions are to go", () => {
    expect(of({ lock: days(30) })).toEqual([]);
    expect(of({ lock: days(31) })).toEqual([
      {
        path: at("lock"),
        message:
          "31d is longer than the retention of 30d, so what is to go could not; give 30d or less, or a longer retention",
      },
    ]);
    expect(of({ lock: hours(1) })).toMatchObject([{ path: at("lock") }]);
  });
});
