import type { Database } from "../database.ts";
import type { DrillCheck } from "../drill-check.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

/** What is wrong with what a system's dumps are said to hold, and with what its drill checks (BDR-11). */
export function validateDumps({ name, database }: System): Problem[] {
  if (!database) return [];
  return [
    ...drillProblems(`${name}.database.drill`, database),
    ...schemaProblems(name, database),
    ...roleProblems(name, database),
  ];
}

/** PostgreSQL has those that begin with `pg_` everywhere, and lets nobody make one; the last two are words of its own. */
const roleProblems = (name: string, database: Database): Problem[] =>
  (database.kind === "external" ? (database.providerRoles ?? []) : []).flatMap((role, index, all) => {
    const path = `${name}.database.providerRoles[${index}]`;
    if (!/^(?!pg_|(?:public|none)$)[A-Za-z_][A-Za-z0-9_-]{0,62}$/.test(role))
      return [
        { path, message: `"${role}" is no role that a provider makes; give its name, as "authenticated"` },
      ];
    return all.indexOf(role) === index ? [] : [{ path, message: `"${role}" is there already; name it once` }];
  });

/** Patterns and names that need quotes would mean something else to the client programs. */
const schemaProblems = (name: string, database: Database): Problem[] =>
  (database.kind === "external" ? (database.schemas ?? []) : []).flatMap((schema, index) =>
    /^[a-z_][a-z0-9_]*$/.test(schema)
      ? []
      : [
          {
            path: `${name}.database.schemas[${index}]`,
            message: `"${schema}" is not the name of a schema; use small letters, digits and underscores, as "public"`,
          },
        ],
  );

function drillProblems(path: string, { drill = [] }: Database): Problem[] {
  if (drill.length === 0) {
    const message =
      "says nothing, so a drill would pass an empty database; name a table that every good backup has rows in, as rowsIn";
    return [{ path, message }];
  }
  return drill.flatMap((check, index) => problemsOf(`${path}[${index}]`, check));
}

const isCount = (rows: number | undefined): boolean =>
  rows === undefined || (Number.isSafeInteger(rows) && rows >= 0);

function problemsOf(path: string, { table, rows = {}, checksum }: DrillCheck): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, message: string): void =>
    void problems.push({ path: `${path}${field}`, message });
  const { atLeast, atMost } = rows;
  if (!/^[^.]+\.[^.]+$/.test(table)) add(".table", `"${table}"; give schema and table, as "public.users"`);
  if (!isCount(atLeast) || !isCount(atMost))
    add(".rows", `${JSON.stringify(rows)} are no numbers of rows; give whole ones of 0 or more`);
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
    add(".rows", `at least ${atLeast} and at most ${atMost} can't both hold`);
  if (checksum !== undefined && !/^[0-9a-f]{64}$/.test(checksum))
    add(".checksum", `"${checksum}" is no SHA-256 in 64 small hexadecimal digits`);
  if (atLeast === undefined && atMost === undefined && checksum === undefined)
    add("", `says nothing of ${table}; give rows.atLeast, rows.atMost or checksum`);
  return problems;
}
