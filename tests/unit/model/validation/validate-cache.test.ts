import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CachePurpose,
  externalRedis,
  memoryOfConnection,
  storageNeeded,
} from "../../../../model/cache.ts";
import { cidr } from "../../../../model/cidr.ts";
import { port } from "../../../../model/port.ts";
import { gibibytes, mebibytes } from "../../../../model/quantities/bytes.ts";
import { validateCache, validateCacheCapacity } from "../../../../model/validation/validate-cache.ts";
import { cache, shop } from "../declared-shop.ts";

const elsewhere = externalRedis({
  version: 7,
  purpose: "cache",
  provider: "somebody",
  port: port(6380),
  connections: 100,
  storage: gibibytes(1),
  memory: mebibytes(64),
});

it("gives a reason where it is not copied, and no empty one (BDR-03)", () => {
  const left = (notCopied: string) => validateCache({ ...shop, cache: { ...cache, notCopied } });
  expect(left("counts begin anew")).toEqual([]);
  expect(left(" ")).toEqual([
    {
      path: "shop.cache.notCopied",
      message: "is empty; say in a few words why its content need not be had again, or leave it out",
    },
  ]);
});

describe("the volume of a Redis", () => {
  it("holds snapshots, and where it logs the log's last beginning, what came since and the next beginning", () => {
    const needed = (purpose: CachePurpose, memory: number) =>
      storageNeeded({ purpose, memory: mebibytes(memory) }).toString();
    expect(needed("cache", 256)).toBe("512Mi");
    expect(needed("counters", 128)).toBe("640Mi");
    expect(needed("both", 128)).toBe("640Mi");
    // A log of less than 64Mi is not rewritten.
    expect(needed("counters", 16)).toBe("128Mi");
  });

  it("is refused below that by a kibibyte, and taken at that, whatever the memory", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CachePurpose>("cache", "counters", "both"),
        fc.integer({ min: 32, max: 4096 }).map(mebibytes),
        fc.boolean(),
        (purpose, memory, enough) => {
          const needed = storageNeeded({ purpose, memory });
          const storage = enough ? needed : mebibytes(needed.count / 1024 ** 2 - 1);
          const problems = validateCache({ ...shop, cache: { ...cache, purpose, memory, storage } });
          expect(problems.map(({ path }) => path)).toEqual(enough ? [] : ["shop.cache.storage"]);
        },
      ),
    );
  });
});

describe("the memory of a Redis", () => {
  // The shop's api: three times four pods of a canary, two processes, three connections each.
  const connections = 12 * 2 * 3;
  it("is twice what its connections take when all of them are busy (CF-28)", () => {
    const least = Math.ceil((connections * memoryOfConnection * 2) / 1024 ** 2);
    const problems = (mebi: number) =>
      validateCache({ ...shop, cache: { ...cache, memory: mebibytes(mebi) } });
    expect(problems(least)).toEqual([]);
    expect(problems(least - 1)).toEqual([
      {
        path: "shop.cache.memory",
        message:
          "5Mi is less than twice the 2880Ki that 72 connections take when all are busy (40Ki each); give 5760Ki, or lower a pool or a maximum",
      },
    ]);
  });

  it("is not ours to judge where somebody else runs it, but in dev", () => {
    const system = { ...shop, cache: { ...elsewhere, memory: mebibytes(1) } };
    expect(validateCacheCapacity(system, "production")).toEqual([]);
    expect(validateCacheCapacity(system, "dev").map(({ path }) => path)).toEqual(["shop.cache.memory"]);
  });
});

describe("the addresses of a Redis that somebody else runs", () => {
  const problems = (cidrs: readonly string[]) =>
    validateCache({ ...shop, cache: { ...elsewhere, cidrs: cidrs.map(cidr) } });
  it("may be private, and are some that something can have", () => {
    expect(problems(["10.0.0.0/8", "203.0.114.0/24"])).toEqual([]);
    expect(problems([])).toEqual([
      {
        path: "shop.cache.cidrs",
        message: "is empty, so nothing could be reached; list some or leave it out",
      },
    ]);
    expect(problems(["127.0.0.0/8"])).toMatchObject([{ path: "shop.cache.cidrs[0]" }]);
  });
});
