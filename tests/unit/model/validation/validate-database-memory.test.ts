import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionsInDev } from "../../../../model/connections.ts";
import { Bytes, mebibytes } from "../../../../model/quantities/bytes.ts";
import {
  validateDatabaseMemory,
  validateDevDatabaseMemory,
} from "../../../../model/validation/validate-database-memory.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { refusalOf } from "../../config/configured-shop.ts";
import { api, database, shop } from "../declared-shop.ts";

const given = (memory: Bytes, connections: number) => ({
  ...database,
  connections,
  size: { ...database.size, memory },
});

describe("the memory of a database", () => {
  it("that can't hold its connections is refused with the sum, and with what would do (SCL-12)", () => {
    expect(validateSystem({ ...shop, database: given(mebibytes(1024), 400) })).toEqual([
      {
        path: "shop.database.size.memory",
        message:
          "1Gi can't hold 400 connections: 256Mi of buffers + 4 × 16Mi of vacuums and indexes + 56Mi of the server's own + 96Mi of the operator's program + 402 sessions, with 2 workers, × (4160Ki + 512Ki to sort in) = 2307Mi; give 3776Mi, as buffers grow with it, or declare at most 118 connections",
      },
    ]);
  });

  it("that an environment gives is refused where it was given", () => {
    expect(refusalOf("staging", { "systems.shop.sizes.database.memory": "512Mi" })).toEqual([
      {
        path: "slipway:environment.systems.shop.sizes.database.memory",
        message:
          "512Mi can't hold 200 connections: 128Mi of buffers + 4 × 8Mi of vacuums and indexes + 48Mi of the server's own + 96Mi of the operator's program + 202 sessions, with 2 workers, × (3904Ki + 512Ki to sort in) = 1176Mi; give 1728Mi, as buffers grow with it, or declare at most 46 connections",
      },
    ]);
  });

  it("names only what helps: no number of connections where none fits, no memory where none is enough", () => {
    const message = (memory: Bytes, connections: number) =>
      validateDatabaseMemory("at", given(memory, connections))[0]?.message;
    expect(message(mebibytes(64), 10)).toMatch(/; give 320Mi, as buffers grow with it$/);
    expect(message(mebibytes(2048), 5_000)).toMatch(/; declare at most 242 connections$/);
  });

  it("is enough as soon as the message is followed, either way", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 4096 }),
        fc.integer({ min: 1, max: 1_200 }),
        (size, connections) => {
          const [problem, ...others] = validateDatabaseMemory("at", given(mebibytes(size), connections));
          fc.pre(problem !== undefined);
          expect(others).toEqual([]);
          const memory = /give (\w+)/.exec(problem.message)?.[1];
          if (memory === undefined) throw new Error(`"${problem.message}" names no memory`);
          expect(validateDatabaseMemory("at", given(Bytes.parse(memory), connections))).toEqual([]);
          const most = /at most (\d+)/.exec(problem.message)?.[1];
          if (most !== undefined)
            expect(validateDatabaseMemory("at", given(mebibytes(size), Number(most)))).toEqual([]);
        },
      ),
    );
  });

  it("is not judged by what is no number of connections, which is told by itself", () => {
    for (const connections of [0, -1, 1.5, Number.NaN])
      expect(validateDatabaseMemory("at", given(mebibytes(64), connections))).toEqual([]);
  });
});

describe("the memory of dev's database", () => {
  const opening = (pool: number) => ({
    ...shop,
    services: { api: { ...api, uses: { database: { env: { DATABASE_URL: "direct" as const }, pool } } } },
  });

  it("follows from what dev's services open, whatever is declared for the others", () => {
    expect(connectionsInDev(shop)).toBe(8 * 2 * 5 + 4 * 4 + 4 + 13);
    expect(validateDevDatabaseMemory({ ...shop, database: given(mebibytes(64), 5_000) })).toEqual([]);
  });

  it("can't be had for any number", () => {
    expect(validateDevDatabaseMemory(opening(80))).toEqual([]);
    expect(validateDevDatabaseMemory(opening(90))).toEqual([
      {
        path: "shop.database",
        message:
          "dev's services can open 1453 connections, which no memory holds, as each has to find its way in the server's buffers; lower a pool or a maximum",
      },
    ]);
    const { database: without, ...rest } = opening(90);
    expect(without).toBeDefined();
    expect(validateDevDatabaseMemory(rest)).toEqual([]);
  });
});
