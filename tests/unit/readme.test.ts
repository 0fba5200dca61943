import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { guestbook } from "../../docs/examples/guestbook.ts";
import { validateSystem } from "../../model/validation/validate-system.ts";

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("the README's system is the example that compiles", () => {
  const example = read("docs/examples/guestbook.ts");
  expect(read("README.md")).toContain(example.slice(example.indexOf("export const")).trimEnd());
});

test("the README's system is valid", () => {
  expect(validateSystem(guestbook)).toEqual([]);
});
