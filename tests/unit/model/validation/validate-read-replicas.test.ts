import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptForOperations, keptForSuperuser } from "../../../../model/connections.ts";
import type { DatabasePath } from "../../../../model/database.ts";
import type { System } from "../../../../model/system.ts";
import { validateConnections } from "../../../../model/validation/validate-connections.ts";
import { validateReadReplicas } from "../../../../model/validation/validate-read-replicas.ts";
import { api, database, shop } from "../declared-shop.ts";

const env: Readonly<Record<string, DatabasePath>> = {
  DATABASE_URL: "pooled",
  DATABASE_READ_URL: "read-only",
};

/** The shop, whose api reads from replicas: at a release's peak 12 pods of 2 processes. */
const reading = (given: Partial<typeof database>, pool = 5): System => ({
  ...shop,
  services: {
    ...shop.services,
    api: { ...api, uses: { ...api.uses, database: { env, pool } } },
  },
  database: { ...database, instances: 3, readReplicas: 1, ...given },
});

describe("read replicas (DB-13)", () => {
  it("are enough when a failover has taken one of them, whatever their number", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 25 }),
        (readReplicas, instances) => {
          const paths = validateReadReplicas(reading({ readReplicas, instances })).map(({ path }) => path);
          const left = instances - 2;
          expect(paths).toEqual(left >= readReplicas ? [] : ["shop.database.instances"]);
        },
      ),
    );
    expect(validateReadReplicas(reading({ instances: 2 }))).toEqual([
      {
        path: "shop.database.instances",
        message:
          "2 leave fewer than the 1 of readReplicas to read from after a failover; give 3: the primary, its successor and 1",
      },
    ]);
  });

  it("each take all connections that read from them, and no other (SCL-12)", () => {
    const kept = keptForSuperuser + keptForOperations;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.boolean(), (pool, enough) => {
        const total = 12 * 2 * pool;
        const connections = total + kept - (enough ? 0 : 1);
        const problems = validateReadReplicas(reading({ connections }, pool));
        expect(problems.map(({ path }) => path)).toEqual(enough ? [] : ["shop.database.connections"]);
        if (!enough) expect(problems[0]?.message).toContain(`or give ${total + kept} connections`);
      }),
    );
  });

  it("take nothing of the primary's: what reads from them alone is not counted there", () => {
    const only = (way: DatabasePath): System => ({
      ...reading({ connections: 140 }),
      services: { api: { ...api, uses: { database: { env: { DATABASE_READ_URL: way }, pool: 5 } } } },
    });
    expect(validateConnections(only("read-only"))).toEqual([]);
    expect(validateConnections(only("direct"))).toEqual([]);
    const more = {
      ...only("read-only"),
      database: { ...database, instances: 3, readReplicas: 1, connections: 130 },
    };
    expect(validateConnections(more).map(({ path }) => path)).toEqual(["shop.database.connections"]);
  });

  it("are there where something reads from them", () => {
    expect(validateReadReplicas(reading({ readReplicas: 0 }))).toEqual([
      {
        path: "shop.services.api.uses.database.env.DATABASE_READ_URL",
        message:
          '"read-only" leads to read replicas, and the database has none; declare readReplicas, or write "pooled"',
      },
    ]);
  });

  it("are a whole number", () => {
    for (const readReplicas of [-1, 0.5, Number.NaN])
      expect(validateReadReplicas(reading({ readReplicas })).map(({ path }) => path)).toEqual([
        "shop.database.readReplicas",
      ]);
  });

  it("are dev's one server, which has as many instances as ever", () => {
    expect(validateReadReplicas(reading({ instances: 1 }), "dev")).toEqual([]);
  });
});
