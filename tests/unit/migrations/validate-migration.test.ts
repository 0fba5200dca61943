import { describe, expect, test } from "vitest";
import { externalPostgres } from "../../../model/database.ts";
import { rowsIn } from "../../../model/drill-check.ts";
import { type Migration, migration, sessionOptions } from "../../../model/migration.ts";
import { port } from "../../../model/port.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { milliseconds, minutes, seconds } from "../../../model/quantities/duration.ts";
import { scratch, size } from "../../../model/size.ts";
import type { System } from "../../../model/system.ts";
import { oneOffJob } from "../../../model/task.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { variableSet } from "../../../model/variable.ts";
import { api, database, shop } from "../model/declared-shop.ts";

const base = {
  image: "program",
  command: ["migrate"],
  variables: variableSet("migration", ["LOG_LEVEL"]),
  size: size({ cpu: { request: millicores(50), limit: millicores(500) }, memory: mebibytes(128) }),
  deadline: minutes(10),
};
const declared: Migration = migration({ ...base, address: "DATABASE_URL", timeouts: { given: "variable" } });
const problems = (changes: Partial<Migration>, rest: Partial<System> = {}) =>
  validateSystem({ ...shop, ...rest, migration: { ...declared, ...changes } });

describe("what a migration leaves out", () => {
  test("is filled in: one connection past the pooler, short waits, a second attempt", () => {
    expect(declared).toMatchObject({
      kind: "migration",
      uses: { database: { env: { DATABASE_URL: "direct" }, pool: 1 } },
      timeouts: { lock: seconds(5), statement: minutes(5), given: "variable" },
      retries: 1,
      bootstrap: [],
      egress: [],
      flags: [],
    });
  });

  test("never wins over what is given", () => {
    const timeouts = { lock: seconds(1), statement: seconds(9), given: "address" } as const;
    const given = migration({ ...base, address: "DIRECT_URL", timeouts, retries: 0, bootstrap: ["a/b.sql"] });
    expect(given).toMatchObject({ timeouts, retries: 0, bootstrap: ["a/b.sql"] });
    expect(sessionOptions(given.timeouts)).toBe("-c lock_timeout=1000 -c statement_timeout=9000");
  });

  test("never leads through the pooler, by type", () => {
    const pooled = { database: { env: { DATABASE_URL: "pooled" }, pool: 1 } } as const;
    // @ts-expect-error locks and settings of a session would be lost there
    const wrong: Migration["uses"] = pooled;
    expect(wrong).toBe(pooled);
  });
});

test("a migration without a problem has none", () => {
  expect(problems({})).toEqual([]);
  expect(problems({ bootstrap: ["shop/bootstrap.sql", "shop/more.sql"] })).toEqual([]);
  expect(problems({ timeouts: { ...declared.timeouts, given: "address" } })).toEqual([]);
});

const timeouts = (changes: Partial<Migration["timeouts"]>) => ({
  timeouts: { ...declared.timeouts, ...changes },
});

test.each<[Partial<Migration>, string, RegExp]>([
  [{ command: [] }, "command", /is empty/],
  [
    { deadline: milliseconds(500), ...timeouts({ lock: milliseconds(1), statement: milliseconds(2) }) },
    "deadline",
    /500ms is no time/,
  ],
  [{ retries: 1.5 }, "retries", /1.5 is not a whole number/],
  [{ image: "other" }, "image", /no image "other" is declared/],
  [{ variables: variableSet("migration", ["NOBODY"]) }, "variables[0]", /no variable "NOBODY" is declared/],
  [{ scratch: [scratch("tmp", mebibytes(1))] }, "scratch[0]", /"tmp" is not an absolute folder/],
  [timeouts({ lock: minutes(5) }), "timeouts.lock", /5m is not below the 5m of timeouts.statement/],
  [timeouts({ lock: milliseconds(0) }), "timeouts.lock", /would mean to wait for ever/],
  [timeouts({ statement: minutes(10) }), "timeouts.statement", /10m is not below the 10m of deadline/],
  [{ bootstrap: ["../secrets.sql"] }, "bootstrap[0]", /no file of SQL below systems/],
  [{ bootstrap: ["shop/a.sql", "shop/a.sql"] }, "bootstrap[1]", /listed twice/],
  [
    { uses: { database: { env: { "database-url": "direct" }, pool: 1 } } },
    "uses",
    /"database-url" is not a variable name/,
  ],
])("%j is refused", (changes, field, message) => {
  expect(problems(changes)).toEqual([
    { path: `shop.migration.${field}`, message: expect.stringMatching(message) as string },
  ]);
});

test("time-outs can't be put into an address that somebody else gives as a whole", () => {
  const elsewhere = externalPostgres({
    version: 16,
    provider: "supabase",
    storage: database.storage,
    connections: 200,
    recovery: database.recovery,
    pointInTimeRecovery: true,
    drill: [rowsIn("public.orders", 1)],
  });
  expect(problems(timeouts({ given: "address" }), { database: elsewhere })).toEqual([
    {
      path: "shop.migration.timeouts.given",
      message: expect.stringMatching(/supabase gives .* write "variable"/) as string,
    },
  ]);
});

test("it needs a database, and counts against its connections (SCL-12)", () => {
  const { database: dropped, ...without } = shop;
  expect(dropped).toBeDefined();
  const undone = validateSystem({ ...without, migration: declared }).map(({ path }) => path);
  expect(undone).toContain("shop.migration.uses.database");
  const [problem] = problems({}, { database: { ...database, connections: 10 } });
  expect(problem?.message).toMatch(/migration 1 × 1 × 1 = 1/);
});

test("its name is nobody else's", () => {
  const taken = oneOffJob(base);
  expect(validateSystem({ ...shop, tasks: { migration: taken } })).toEqual([
    {
      path: "shop.tasks.migration",
      message: expect.stringMatching(/what the database's migration/) as string,
    },
  ]);
  const services = { ...shop.services, migration: { ...api, port: port(3999) } };
  const paths = validateSystem({ ...shop, services }).map(({ path }) => path);
  expect(paths).toContain("shop.services.migration");
});
