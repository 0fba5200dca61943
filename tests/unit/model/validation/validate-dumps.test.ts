import { expect, test } from "vitest";
import { externalPostgres } from "../../../../model/database.ts";
import type { DrillCheck } from "../../../../model/drill-check.ts";
import { validateDumps } from "../../../../model/validation/validate-dumps.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { systems } from "../../../../systems/all.ts";
import { database, shop } from "../declared-shop.ts";

const problemsOf = (drill: readonly DrillCheck[]): string[] =>
  validateDumps({ ...shop, database: { ...database, drill } }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

test("every database of the three systems says what a good backup holds (BDR-11)", () => {
  for (const { database: declared } of systems) expect(declared?.drill?.length).toBeGreaterThan(0);
});

test("a database that says nothing is refused, since an empty one would pass", () => {
  const { drill, ...silent } = database;
  expect(drill).not.toEqual([]);
  expect(validateSystem({ ...shop, database: silent })).toEqual([
    { path: "shop.database.drill", message: expect.stringMatching(/^says nothing, .* as rowsIn$/) as string },
  ]);
  expect(problemsOf([])).toHaveLength(1);
  const { database: none, ...without } = shop;
  expect(none).toBeDefined();
  expect(validateDumps(without)).toEqual([]);
});

test("rows, bounds and a checksum are enough each", () => {
  expect(
    problemsOf([
      { table: "public.users", rows: { atLeast: 0 } },
      { table: "a.b", rows: { atLeast: 3, atMost: 3 } },
      { table: "public.canary", checksum: "0".repeat(64) },
    ]),
  ).toEqual([]);
});

test.each<[DrillCheck, string]>([
  [{ table: "users", rows: { atLeast: 1 } }, '[0].table: "users"; give schema and table, as "public.users"'],
  [{ table: "a.b", rows: { atLeast: -1 } }, '[0].rows: {"atLeast":-1} are no numbers of rows'],
  [{ table: "a.b", rows: { atMost: 1.5 } }, '[0].rows: {"atMost":1.5} are no numbers of rows'],
  [{ table: "a.b", rows: { atLeast: 3, atMost: 2 } }, "[0].rows: at least 3 and at most 2 can't both hold"],
  [{ table: "a.b", checksum: "ABC" }, '[0].checksum: "ABC" is no SHA-256'],
  [{ table: "a.b", rows: {} }, "[0]: says nothing of a.b; give rows.atLeast, rows.atMost or checksum"],
])("%j is refused", (check, message) => {
  const [problem, ...others] = problemsOf([check]);
  expect(others).toEqual([]);
  expect(problem).toContain(`shop.database.drill${message}`);
});

test("schemas are named as they are, and not by a pattern", () => {
  const { kind, ...given } = database;
  expect(kind).toBe("platform");
  const withSchemas = (...schemas: string[]): string[] =>
    validateDumps({
      ...shop,
      database: externalPostgres({ ...given, provider: "somebody", schemas }),
    }).map(({ path, message }) => `${path}: ${message}`);
  expect(withSchemas("public", "own_2")).toEqual([]);
  expect(withSchemas("public", "a*", "Public", "")).toEqual([
    'shop.database.schemas[1]: "a*" is not the name of a schema; use small letters, digits and underscores, as "public"',
    expect.stringContaining('schemas[2]: "Public"'),
    expect.stringContaining('schemas[3]: ""'),
  ]);
});

test("roles of a provider are named as they are, once each", () => {
  const { kind, ...given } = database;
  expect(kind).toBe("platform");
  const withRoles = (...providerRoles: string[]): string[] =>
    validateDumps({
      ...shop,
      database: externalPostgres({ ...given, provider: "somebody", providerRoles }),
    }).map(({ path, message }) => `${path}: ${message}`);
  expect(withRoles("anon", "service_role", "Cloud-Admin")).toEqual([]);
  expect(withRoles("anon", "pg_monitor", "public", "", "anon")).toEqual([
    'shop.database.providerRoles[1]: "pg_monitor" is no role that a provider makes; give its name, as "authenticated"',
    expect.stringContaining('providerRoles[2]: "public"'),
    expect.stringContaining('providerRoles[3]: ""'),
    'shop.database.providerRoles[4]: "anon" is there already; name it once',
  ]);
});
