import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { canary, canaryKinds } from "../support/leaks/canary.ts";
import type { EncodingName } from "../support/leaks/encodings.ts";
import { leaksIn } from "../support/leaks/leak-search.ts";
import { LeakTable } from "../support/leaks/leak-table.ts";

const planted = canary("shop-session-secret");
const other = canary("shop-api-key");
const awkward = canary("shop-session-secret", "awkward");

describe.each(canaryKinds)("the leak search, with %s values,", (kind) => {
  const [one, two] = [canary("one", kind), canary("two", kind)];

  const forms: Readonly<Record<string, readonly [EncodingName, (value: string) => string]>> = {
    "as it is": ["as it is", (value) => value],
    "escaped for JSON": ["as it is", (value) => JSON.stringify(value)],
    "escaped for JSON in JSON": ["as it is", (value) => JSON.stringify(JSON.stringify(value))],
    "escaped for an address": ["as it is", encodeURIComponent],
    "escaped for a form": ["as it is", (value) => new URLSearchParams({ value }).toString()],
    "in YAML": ["as it is", (value) => stringify({ value }, { lineWidth: 0 })],
    "in base64": ["base64", (value) => Buffer.from(value).toString("base64")],
    "in base64 of addresses": ["base64", (value) => Buffer.from(value).toString("base64url")],
    "in hexadecimal": ["hexadecimal", (value) => Buffer.from(value).toString("hex")],
    "in capital hexadecimal": ["hexadecimal", (value) => Buffer.from(value).toString("hex").toUpperCase()],
  };

  test.each(Object.entries(forms))("finds a value that leaked %s, and whose it is", (_, [encoding, form]) => {
    const leaks = leaksIn([{ name: "scratch.yaml", text: `key: ${form(one.value)}, and more` }], [one, two]);
    expect(leaks).toEqual([{ place: "scratch.yaml", secret: "one", encoding }]);
  });

  test.each(["", "u", "us", "user:"])("finds it in base64 of a text that begins with %j", (before) => {
    for (const form of ["base64", "base64url"] as const) {
      const text = Buffer.from(`${before}${one.value} and more`).toString(form);
      expect(leaksIn([{ name: "scratch", text }], [one]).length).toBeGreaterThan(0);
    }
  });

  test("finds a piece of a hundred characters from anywhere in it", () => {
    for (let at = 0; at + 100 < one.value.length; at += 37) {
      const text = one.value.slice(at, at + 100);
      expect(leaksIn([{ name: "scratch", text }], [one]), String(at)).toHaveLength(1);
    }
  });

  test("finds nothing where nothing is", () => {
    expect(
      leaksIn([{ name: "scratch", text: `canary: ${Buffer.from("shop").toString("base64")}` }], [one, two]),
    ).toEqual([]);
  });
});

test("a canary is the same each time, and no other's", () => {
  expect(canary("shop-session-secret")).toEqual(planted);
  expect(other.mark).not.toBe(planted.mark);
});

test("an awkward canary is 10 kB of quotes, newlines, dollars and templates", () => {
  expect(Buffer.byteLength(awkward.value)).toBeGreaterThanOrEqual(10_240);
  for (const text of ["'", '"', "\n", "\r\n", "$", "${", "{{", "\\", "%"])
    expect(awkward.value).toContain(text);
});

test("the table says what was searched, for how many secrets, and how often one was found", () => {
  const table = new LeakTable();
  table.search("files", [{ name: "a", text: "nothing" }], [planted, other]);
  table.search("log", [{ name: "b", text: planted.value }], [planted]);
  const lines = table.toString().split("\n");
  expect(lines[0]).toMatch(/hits: 1$/);
  expect(lines[2]).toMatch(/^files +1 +1 +2 +0$/);
  expect(lines[3]).toMatch(/^log +1 +1 +1 +1$/);
  expect(table.toString()).not.toContain(planted.mark);
});
