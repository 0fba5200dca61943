import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  connectionDemands,
  connectionsInDev,
  poolSize,
  totalConnections,
} from "../../../../model/connections.ts";
import { externalPostgres } from "../../../../model/database.ts";
import { gibibytes } from "../../../../model/quantities/bytes.ts";
import { hours } from "../../../../model/quantities/duration.ts";
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
          service: { ...api, ...given, tier: "standard", scale: replicas(most) },
          connections: 2 * most * processes * pool,
        };
      case "worker":
        return {
          service: { ...mailer, ...given, scale: replicas(most) },
          connections: 2 * most * processes * pool,
        };
      case "autoscaled": {
        // It is critical, so a canary releases it, and the pods of the last release stay for a while.
        const scale = autoscale({ minimum: 1, maximum: most, cpu: percent(70) });
        return { service: { ...api, ...given, scale }, connections: 3 * most * processes * pool };
      }
      case "singleton":
        return { service: { ...clock, ...given }, connections: processes * pool };
      case "static-site":
        return { service: pages, connections: 0 };
    }
  });

const servicesOf = (services: readonly Workload[]): System["services"] =>
  Object.fromEntries(services.map((service, index) => [`service-${index}`, service]));

const external = externalPostgres({
  version: 16,
  provider: "elsewhere",
  storage: gibibytes(1),
  connections: 200,
  recovery: { time: hours(1), point: hours(24) },
});

describe("connections", () => {
  it("are pods × processes × pool, with the pods of a release that come and go, summed over all services", () => {
    fc.assert(
      fc.property(fc.array(demands, { minLength: 1, maxLength: 6 }), (all) => {
        const services = servicesOf(all.map(({ service }) => service));
        const total = all.reduce((sum, { connections }) => sum + connections, 0);
        fc.pre(total > 1);
        const system = (connections: number) => ({
          ...shop,
          services,
          database: { ...external, connections },
        });
        expect(validateConnections(system(total))).toEqual([]);
        const [problem, ...others] = validateConnections(system(total - 1));
        expect(others).toEqual([]);
        expect(problem?.path).toBe("shop.database.connections");
        expect(problem?.message).toContain(`services can open ${total} connections`);
        expect(problem?.message).toContain(`but it takes ${total - 1};`);
        expect(problem?.message).toContain(`or give ${total} connections`);
      }),
    );
  });

  it("are no declared number in dev, whose server takes what its services open", () => {
    const tight = { ...shop, database: { ...database, connections: 1 } };
    expect(validateConnections(tight, "dev")).toEqual([]);
    expect(validateConnections(tight).map(({ path }) => path)).toEqual(["shop.database.connections"]);
    // 8 pods × 2 processes × 5, 4 × 4 and 4, with the 3 of the superuser and 10 for people.
    expect(connectionsInDev(shop)).toBe(80 + 16 + 4 + 3 + 10);
  });

  it("of the cache are counted apart from the database's", () => {
    expect(validateConnections({ ...shop, cache: { ...cache, connections: 71 } })).toEqual([
      {
        path: "shop.cache.connections",
        message:
          "services can open 72 connections (pods at their peak × processes × pool: api 12 × 2 × 3 = 72), but it takes 71; lower a pool or a maximum, or give 72 connections",
      },
    ]);
    expect(validateConnections({ ...shop, cache: { ...cache, connections: 72 } })).toEqual([]);
  });

  it("are nobody's concern without a store", () => {
    const { database, cache, ...rest } = shop;
    expect([database, cache]).not.toContain(undefined);
    expect(validateConnections(rest)).toEqual([]);
  });
});

describe("a pooler", () => {
  const withPooler = (connections: number, clients: number): System => ({
    ...shop,
    database: { ...database, connections, pooler: { instances: 2, clients } },
  });

  it("must take every client of the pooled way in each of its pods (SCL-12)", () => {
    expect(validateConnections(withPooler(200, 120))).toEqual([]);
    expect(validateConnections(withPooler(200, 119))).toEqual([
      {
        path: "shop.database.pooler.clients",
        message:
          "services can open 120 connections to the pooler (pods at their peak × processes × pool: api 12 × 2 × 5 = 120), but each of its pods takes 119; lower a pool or a maximum, or give 120 clients",
      },
    ]);
  });

  it("must have enough of the server's connections left past what is kept and what goes direct (CF-28)", () => {
    // 3 for the superuser, 10 for operations, 20 direct, and 3 pods × 3 pools × 5.
    expect(validateConnections(withPooler(78, 1000))).toEqual([]);
    expect(validateConnections(withPooler(77, 1000))).toEqual([
      {
        path: "shop.database.connections",
        message:
          "of 77 connections 13 are kept and 20 go past the pooler (pods at their peak × processes × pool: mailer 4 × 1 × 4 = 16, clock 1 × 1 × 4 = 4), which leaves 4 for each of the 9 pools of the pooler (3 pods × 3), and it needs 5; lower a pool or a maximum, or give 78 connections",
      },
    ]);
    expect(validateConnections(withPooler(10, 1)).map(({ path }) => path)).toEqual([
      "shop.database.pooler.clients",
      "shop.database.connections",
    ]);
  });

  it("never opens more, with all that goes past it, than the server takes; one connection more for each pool would", () => {
    fc.assert(
      fc.property(
        fc.array(demands, { maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 50, max: 20_000 }),
        (all, instances, connections) => {
          const direct = all.map(({ service, ...rest }) => ({ ...rest, service: past(service) }));
          const given = { ...database, connections, pooler: { instances, clients: 1 } };
          const system = {
            ...shop,
            services: servicesOf([pooledClock, ...direct.map(({ service }) => service)]),
            database: given,
          };
          const total = direct.reduce((sum, each) => sum + each.connections, 0);
          const size = poolSize(given, total);
          fc.pre(validateConnections(system).length === 0);
          const pools = (instances + 1) * 3;
          expect(size).toBeGreaterThanOrEqual(5);
          expect(13 + total + pools * size).toBeLessThanOrEqual(connections);
          expect(13 + total + pools * (size + 1)).toBeGreaterThan(connections);
        },
      ),
    );
  });

  it("is not counted where nothing goes through it", () => {
    expect(validateConnections({ ...withPooler(25, 1), services: { mailer } })).toEqual([]);
  });

  it("and the server both count a use that goes both ways", () => {
    const uses = { database: { env: { A: "pooled", B: "direct" }, pool: 9 } } as const;
    const system = { ...withPooler(1000, 1000), services: { clock: { ...clock, uses } } };
    const counted = (path: "pooled" | "direct") =>
      totalConnections(connectionDemands(system, "database", "production", path));
    expect([counted("pooled"), counted("direct")]).toEqual([9, 9]);
  });
});

const pooledClock: Workload = {
  ...clock,
  uses: { database: { env: { DATABASE_URL: "pooled" }, pool: 1 } },
};

/** The same service on the way past the pooler. */
const past = (service: Workload): Workload =>
  service.kind === "static-site"
    ? service
    : {
        ...service,
        uses: { database: { env: { DATABASE_URL: "direct" }, pool: service.uses.database?.pool ?? 1 } },
      };
