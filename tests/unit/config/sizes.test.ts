import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applySizes } from "../../../config/apply-sizes.ts";
import type { GivenServiceSize } from "../../../config/given.ts";
import { Bytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import type { System } from "../../../model/system.ts";
import { systems } from "../../../systems/all.ts";
import { clock, shop } from "../model/declared-shop.ts";
import { type Configuration, parsedShop } from "./configured-shop.ts";

const sizes = (given: Configuration) => ({ "systems.shop.sizes": given });
const sized = (given: Configuration): System => {
  const [only] = parsedShop("staging", sizes(given)).systems;
  if (!only) throw new Error("the shop is missing");
  return only.system;
};

describe("sizes", () => {
  it("take the declaration's place, each by itself", () => {
    const system = sized({
      services: {
        api: { cpu: { request: "50m", limit: "1.5" }, memory: "1Gi", replicas: { minimum: 2, maximum: 3 } },
        mailer: { memory: "64Mi" },
        pages: { replicas: 5 },
      },
      database: { storage: "9Gi" },
      cache: { memory: "32Mi" },
      vectorStore: { storage: "3Gi", memory: "1Gi" },
    });
    const { api, mailer, pages } = system.services;
    expect(api?.size).toEqual({
      cpu: { request: millicores(50), limit: millicores(1500) },
      memory: mebibytes(1024),
      disk: mebibytes(64),
    });
    expect(api?.scale).toEqual({ ...shop.services["api"]?.scale, minimum: 2, maximum: 3 });
    expect(mailer?.size).toEqual({ ...shop.services["mailer"]?.size, memory: mebibytes(64) });
    expect(mailer?.scale).toEqual(shop.services["mailer"]?.scale);
    expect(pages?.scale).toEqual({ kind: "fixed", replicas: 5 });
    expect(pages?.size).toEqual(shop.services["pages"]?.size);
    expect(system.services["clock"]).toEqual(clock);
    expect(system.database?.storage).toEqual(mebibytes(9 * 1024));
    expect(system.cache).toEqual({ ...shop.cache, memory: mebibytes(32) });
    expect(system.vectorStore).toEqual({
      kind: "qdrant",
      storage: mebibytes(3072),
      memory: mebibytes(1024),
    });
  });

  it("change the declaration by none when there are none", () => {
    for (const system of systems) expect(applySizes(system, {})).toEqual(system);
  });

  it("refuse what the schema would not have let through", () => {
    expect(() => applySizes(shop, { services: { pages: { replicas: { minimum: 1, maximum: 2 } } } })).toThrow(
      'the schema let {"minimum":1,"maximum":2} through for fixed replicas',
    );
    expect(() => applySizes(shop, { services: { api: { replicas: 3 } } })).toThrow(
      "the schema let 3 through for autoscaled replicas",
    );
  });
});

describe("any sizes", () => {
  const bytes = fc.integer({ min: 1, max: 10_000 }).map((amount) => Bytes.of(amount, "Mi"));
  const cpu = fc
    .tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }))
    .map(([request, limit]) => ({ request: millicores(request), limit: millicores(limit) }));
  const serviceSizes = (service: System["services"][string]): fc.Arbitrary<GivenServiceSize> =>
    fc.record(
      {
        cpu,
        memory: bytes,
        ...(service.kind === "singleton"
          ? {}
          : {
              replicas:
                service.scale.kind === "fixed"
                  ? fc.integer({ min: 1, max: 9 })
                  : fc.record({
                      minimum: fc.integer({ min: 1, max: 4 }),
                      maximum: fc.integer({ min: 5, max: 9 }),
                    }),
            }),
      },
      { requiredKeys: [] },
    );
  const sizesFor = (system: System) =>
    fc.record(
      {
        services: fc.record(
          Object.fromEntries(
            Object.entries(system.services).map(([name, service]) => [name, serviceSizes(service)]),
          ),
          { requiredKeys: [] },
        ),
        database: fc.record({ storage: bytes }, { requiredKeys: [] }),
        cache: fc.record({ storage: bytes, memory: bytes }, { requiredKeys: [] }),
        ...(system.vectorStore?.kind === "qdrant"
          ? { vectorStore: fc.record({ storage: bytes, memory: bytes }, { requiredKeys: [] }) }
          : {}),
      },
      { requiredKeys: [] },
    );

  /** The system without what an environment may size. */
  const unsized = ({ services, database, cache, vectorStore, ...rest }: System): unknown => ({
    ...rest,
    services: Object.fromEntries(
      Object.entries(services).map(([name, { size, scale, ...service }]) => {
        const kept = scale.kind === "fixed" ? { kind: scale.kind } : { kind: scale.kind, cpu: scale.cpu };
        return [name, { ...service, disk: size.disk, scale: kept }];
      }),
    ),
    database: { ...database, storage: undefined },
    cache: { ...cache, storage: undefined, memory: undefined },
    vectorStore: { ...vectorStore, storage: undefined, memory: undefined },
  });

  it.each([shop, ...systems])("change nothing of $name but what they size (ENV-03)", (system) => {
    fc.assert(
      fc.property(sizesFor(system), (given) => {
        const effective = applySizes(system, given);
        expect(unsized(effective)).toEqual(unsized(system));
        expect(Object.keys(effective)).toEqual(Object.keys(system));
        for (const [name, { size, scale }] of Object.entries(effective.services)) {
          const own = given.services?.[name];
          expect(size.cpu).toEqual(own?.cpu ?? system.services[name]?.size.cpu);
          expect(size.memory).toEqual(own?.memory ?? system.services[name]?.size.memory);
          if (own?.replicas === undefined) expect(scale).toEqual(system.services[name]?.scale);
          else if (typeof own.replicas === "number")
            expect(scale).toEqual({ kind: "fixed", replicas: own.replicas });
          else expect(scale).toMatchObject(own.replicas);
        }
        if (system.database) {
          expect(effective.database?.storage).toEqual(given.database?.storage ?? system.database.storage);
        }
        if (system.cache) {
          expect(effective.cache?.storage).toEqual(given.cache?.storage ?? system.cache.storage);
          expect(effective.cache?.memory).toEqual(given.cache?.memory ?? system.cache.memory);
        }
        if (system.vectorStore?.kind === "qdrant") {
          const storage = given.vectorStore?.storage ?? system.vectorStore.storage;
          const memory = given.vectorStore?.memory ?? system.vectorStore.memory;
          expect(effective.vectorStore).toEqual({ kind: "qdrant", storage, memory });
        }
      }),
    );
  });
});
