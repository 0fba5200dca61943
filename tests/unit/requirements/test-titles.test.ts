import { describe, expect, test } from "vitest";
import { requireTest, testTitles } from "./test-titles.ts";

const source = `
  // test("only a comment", () => {});
  describe("the shop", () => {
    test("sells", () => { expect(/x/.test("a text")).toBe(true); });
    it.each(["a", "b"])("sells %s", (what) => {});
    test.each<[string]>([["(" ]] as const)(\`weighs \${unit}\`, () => {});
    test.for([1])("counts", () => {});
    test.skipIf(process.env["CI"])("opens where it can", () => {});
    test("is quick", { timeout: 5_000, skip: false }, () => {});
    test.skip("is closed", () => {});
    it.todo("opens on Sundays");
    test("has no body");
    test("is off by option", { skip: true }, () => {});
    test.fails("fails on purpose", () => {});
    test("lends", () => { if (later) return; });
    test("lends to friends", () => {});
  });
  describe.skip("the cellar", () => {
    describe("below it", () => {
      test("is dry", () => {});
    });
  });
  export const shelves: Rows = {
    "a shelf holds": ({ each }) => { each(() => {}); },
    "a shelf bends": () => {},
  };
  const prices: Prices = { "a price is no test": () => 1 };
`;

describe("the titles of tests", () => {
  test("are read of all ways to write one, and of nothing else", () => {
    expect(testTitles(source).map(({ title }) => title)).toEqual([
      "sells",
      "sells %s",
      "weighs ${unit}",
      "counts",
      "opens where it can",
      "is quick",
      "is closed",
      "opens on Sundays",
      "has no body",
      "is off by option",
      "fails on purpose",
      "lends",
      "lends to friends",
      "is dry",
      "a shelf holds",
      "a shelf bends",
    ]);
  });

  test.each(["sells %s", "weighs", "counts", "opens where", "is quick", "to friends", "a shelf holds"])(
    "hold a row by a part that one test has: %j",
    (said) => {
      expect(() => {
        requireTest(source, said);
      }).not.toThrow();
    },
  );

  test.each([
    ["a price", 'no test says "a price"'],
    ["only a comment", 'no test says "only a comment"'],
    ["lends", '2 tests say "lends"; say more of the title'],
    ["is closed", 'left out by "skip"'],
    ["on Sundays", 'left out by "todo"'],
    ["no body", 'left out by "todo"'],
    ["off by option", 'left out by "skip"'],
    ["on purpose", 'left out by "fails"'],
    ["is dry", 'left out by "skip"'],
  ])("hold no row by %j", (said, why) => {
    expect(() => {
      requireTest(source, said);
    }).toThrow(why);
  });

  test("hold no row where one test is alone, since no other is run then", () => {
    const alone = `test.only("is alone", () => {}); test("is passed over", () => {});`;
    for (const said of ["is alone", "is passed over"])
      expect(() => {
        requireTest(alone, said);
      }).toThrow('left out by "only"');
  });
});
