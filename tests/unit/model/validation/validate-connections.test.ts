import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percent } from "../../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../../model/scaling.ts";
import type { System } from "../../../../model/system.ts";
import { validateConnections } from "../../../../model/validation/validate-connections.ts";
import type { Workload } from "../../../../model/workload.ts";
import { api, cache, clock, database, mailer, pages, shop } from "../declared-shop.ts";

const counts = fc.integer({ min: 1, max: 20 });

/** A service that uses the database, and the connections that it can open by a sum of its own. */
const demands: fc.Arbitrary<{ service: Workload; connections: number }> = fc
  .tuple(
    fc.constantFrom("http-service", "worker", "autoscaled", "singleton", "static-site"),
    counts,
    counts,
    counts,
  )
  .map(([kind, most, processes, pool]) => {
    const given = { processes, uses: { database: { env: { DATABASE_URL: "pooled" as const }, pool } } };
    switch (kind) {
      case "http-service":
        return {
          service: { ...api, ...given, scale: replicas(most) },
          connections: (most + 1) * processes * pool,
        };
      case "worker":
        return {
          service: { ...mailer, ...given, scale: replicas(most) },
          connections: (most + 1) * processes * pool,
        };
      case "autoscaled": {
        const scale = autoscale({ minimum: 1, maximum: most, cpu: percent(70) });
        return { service: { ...api, ...given, scale }, connections: (most + 1) * processes * pool };
      }
      case "singleton":
        return { service: { ...clock, ...given }, connections: processes * pool };
      case "static-site":
        return { service: pages, connections: 0 };
    }
  });

const systemOf = (services: readonly Workload[], connections: number): System => ({
  ...shop,
  services: Object.fromEntries(services.map((service, index) => [`service-${index}`, service])),
  database: { ...database, connections },
});

describe("connections", () => {
  it("are pods × processes × pool, with the pod that a rollout adds, summed over all services", () => {
    fc.assert(
      fc.property(fc.array(demands, { minLength: 1, maxLength: 6 }), (all) => {
        const services = all.map(({ service }) => service);
        const total = all.reduce((sum, { connections }) => sum + connections, 0);
        fc.pre(total > 1);
        expect(validateConnections(systemOf(services, total))).toEqual([]);
        const [problem, ...others] = validateConnections(systemOf(services, total - 1));
        expect(others).toEqual([]);
        expect(problem?.path).toBe("shop.database.connections");
        expect(problem?.message).toContain(`services can open ${total} connections`);
        expect(problem?.message).toContain(`but it takes ${total - 1};`);
      }),
    );
  });

  it("of the database are named part by part when they are too many", () => {
    expect(validateConnections({ ...shop, database: { ...database, connections: 65 } })).toEqual([
      {
        path: "shop.database.connections",
        message:
          "services can open 66 connections (pods × processes × pool: api 5 × 2 × 5 = 50, mailer 3 × 1 × 4 = 12, clock 1 × 1 × 4 = 4), but it takes 65; lower a pool or a maximum, or raise the connections",
      },
    ]);
    expect(validateConnections({ ...shop, database: { ...database, connections: 66 } })).toEqual([]);
  });

  it("of the cache are counted apart from the database's", () => {
    expect(validateConnections({ ...shop, cache: { ...cache, connections: 29 } })).toEqual([
      {
        path: "shop.cache.connections",
        message:
          "services can open 30 connections (pods × processes × pool: api 5 × 2 × 3 = 30), but it takes 29; lower a pool or a maximum, or raise the connections",
      },
    ]);
    expect(validateConnections({ ...shop, cache: { ...cache, connections: 30 } })).toEqual([]);
  });

  it("are too many when one process alone opens a bigger pool than the database takes", () => {
    const uses = { database: { env: { DATABASE_URL: "direct" }, pool: 101 } } as const;
    const services = { clock: { ...clock, uses } };
    expect(validateConnections({ ...shop, services })).toEqual([
      {
        path: "shop.database.connections",
        message:
          "services can open 101 connections (pods × processes × pool: clock 1 × 1 × 101 = 101), but it takes 100; lower a pool or a maximum, or raise the connections",
      },
    ]);
  });

  it("are too many for a database that takes one, if two are opened", () => {
    const uses = { database: { env: { DATABASE_URL: "direct" }, pool: 2 } } as const;
    const [problem] = validateConnections({
      ...shop,
      services: { clock: { ...clock, uses } },
      database: { ...database, connections: 1 },
    });
    expect(problem?.message).toContain("services can open 2 connections");
    expect(problem?.message).toContain("but it takes 1;");
  });

  it("are nobody's concern without a store", () => {
    const { database, cache, ...rest } = shop;
    expect([database, cache]).not.toContain(undefined);
    expect(validateConnections(rest)).toEqual([]);
  });
});
