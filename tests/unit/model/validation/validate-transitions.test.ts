import { describe, expect, it } from "vitest";
import type { Transition } from "../../../../model/lifecycle.ts";
import { days, type Duration, hours } from "../../../../model/quantities/duration.ts";
import { type StorageClass, storageClasses } from "../../../../model/storage-class.ts";
import { validateTransitions } from "../../../../model/validation/validate-transitions.ts";

const to = (storageClass: StorageClass, after: number): Transition => ({
  to: storageClass,
  after: days(after),
});
const problems = (colder: readonly Transition[], expireAfter?: Duration, recoveryTime = hours(12)) =>
  validateTransitions("rule", { prefix: "", colder, ...(expireAfter && { expireAfter }) }, recoveryTime);

describe("a move to a colder class (BDR-17)", () => {
  it("may go down all classes, one after the other", () => {
    const all = [to("STANDARD_IA", 30), to("GLACIER_IR", 60), to("GLACIER", 61), to("DEEP_ARCHIVE", 62)];
    expect(problems(all)).toEqual([]);
    expect(all.map((each) => each.to)).toEqual(Object.keys(storageClasses));
  });

  it("comes when the class takes a file", () => {
    expect(problems([to("STANDARD_IA", 29)])).toEqual([
      {
        path: "rule[0].after",
        message: "29d is too soon for STANDARD_IA, which takes files of 30d and older; give 30d or longer",
      },
    ]);
    expect(problems([to("GLACIER", 0)])).toEqual([]);
  });

  it("goes to a class that hands files out within the recovery time", () => {
    expect(problems([to("GLACIER", 0)], undefined, hours(4))).toEqual([
      {
        path: "rule[0].to",
        message:
          "GLACIER can take 5h to hand a file out, and files are promised back within 4h; choose a faster class",
      },
    ]);
    expect(problems([to("DEEP_ARCHIVE", 0)], undefined, hours(11))).toHaveLength(1);
    expect(problems([to("GLACIER_IR", 0)], undefined, hours(0))).toEqual([]);
  });

  it("goes to a colder class than the one before, and not at the same age", () => {
    expect(problems([to("GLACIER", 30), to("STANDARD_IA", 60)])).toEqual([
      {
        path: "rule[1].to",
        message: "STANDARD_IA is not colder than GLACIER before it; files only get colder",
      },
    ]);
    expect(problems([to("GLACIER_IR", 5), to("GLACIER_IR", 6)])).toMatchObject([{ path: "rule[1].to" }]);
    expect(problems([to("STANDARD_IA", 30), to("GLACIER", 59)])).toEqual([
      { path: "rule[1].after", message: "59d is too soon after STANDARD_IA at 30d; give 60d or longer" },
    ]);
    expect(problems([to("GLACIER_IR", 5), to("GLACIER", 5)])).toMatchObject([{ path: "rule[1].after" }]);
  });

  it("comes before the file is deleted, and pays off until then", () => {
    for (const after of [60, 61])
      expect(problems([to("STANDARD_IA", after)], days(60))).toEqual([
        {
          path: "rule[0].after",
          message: `${after}d is no sooner than the file is deleted, at 60d; move it sooner or not at all`,
        },
      ]);
    expect(problems([to("GLACIER_IR", 10)], days(99))).toEqual([
      {
        path: "rule[0].after",
        message:
          "GLACIER_IR is paid for until 100d, and the file is deleted at 99d; leave it where it is, or delete it later",
      },
    ]);
    expect(problems([to("GLACIER_IR", 10)], days(100))).toEqual([]);
  });
});
