import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  holdsSessions,
  instanceDemand,
  leastMemory,
  leastWork,
  maintainers,
  memoryShares,
  memorySum,
  mostConnections,
} from "../../../model/postgres-memory.ts";
import { Bytes, gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";

const memories = fc.integer({ min: 64 * 1024, max: 64 * 1024 * 1024 }).map((count) => Bytes.of(count, "Ki"));
const beside = mebibytes(96);
const demands = fc.record(
  {
    connections: fc.integer({ min: 1, max: 1_200 }),
    beside: fc.constant(beside),
    statements: fc.integer({ min: 0, max: 50 }),
  },
  { requiredKeys: ["connections"] },
);
const step = mebibytes(64);

describe("a PostgreSQL's memory", () => {
  it("is never promised twice, with every session in a sort and every maintainer at work (SCL-12)", () => {
    fc.assert(
      fc.property(memories, demands, (memory, demand) => {
        fc.pre(holdsSessions(memory, demand));
        const { buffers, maintenance, server, beside, session, sessions, work } = memoryShares(
          memory,
          demand,
        );
        const promised = buffers + maintainers * maintenance + server + beside + sessions * (session + work);
        expect(promised * 1024).toBeLessThanOrEqual(memory.count);
        expect(work).toBeGreaterThanOrEqual(leastWork);
        expect(sessions).toBeGreaterThan(demand.connections);
      }),
    );
  });

  it("is all shared out but for what a kibibyte for each session is, up to the most that a sort gets", () => {
    fc.assert(
      fc.property(memories, demands, (memory, demand) => {
        const { buffers, maintenance, server, beside, session, sessions, work } = memoryShares(
          memory,
          demand,
        );
        fc.pre(work < 64 * 1024);
        const promised = buffers + maintainers * maintenance + server + beside + sessions * (session + work);
        expect(promised + sessions).toBeGreaterThan(memory.count / 1024);
      }),
    );
  });

  it("is by a quarter the server's buffers, in whole mebibytes", () => {
    fc.assert(
      fc.property(memories, demands, (memory, demand) => {
        const { buffers } = memoryShares(memory, demand);
        expect(buffers % 1024).toBe(0);
        expect(buffers * 1024 * 4).toBeLessThanOrEqual(memory.count);
        expect((buffers + 1024) * 1024 * 4).toBeGreaterThan(memory.count);
      }),
    );
  });

  it("leaves each session less, the more there are and the more they keep, and less beside another program", () => {
    fc.assert(
      fc.property(memories, demands, fc.integer({ min: 1, max: 500 }), (memory, demand, more) => {
        fc.pre(holdsSessions(memory, demand));
        const { work } = memoryShares(memory, demand);
        const fuller = { ...demand, connections: demand.connections + more };
        expect(memoryShares(memory, fuller).work).toBeLessThanOrEqual(work);
        const { connections } = demand;
        const alone = memoryShares(memory, { connections }).work;
        for (const fuller of [{ beside }, { statements: 1 }])
          expect(memoryShares(memory, { connections, ...fuller }).work).toBeLessThanOrEqual(alone);
      }),
    );
  });

  it("holds the most connections that it is said to hold, and not one more", () => {
    fc.assert(
      fc.property(memories, demands, (memory, demand) => {
        const most = mostConnections(memory, demand);
        if (most > 0) expect(holdsSessions(memory, { ...demand, connections: most })).toBe(true);
        expect(holdsSessions(memory, { ...demand, connections: most + 1 })).toBe(false);
      }),
    );
  });

  it("of the least that is said to be enough is enough, and a step less is not", () => {
    fc.assert(
      fc.property(demands, (demand) => {
        const memory = leastMemory(demand);
        if (!memory) throw new Error(`${demand.connections} connections fit nowhere`);
        expect(holdsSessions(memory, demand)).toBe(true);
        expect(memory.count % step.count).toBe(0);
        fc.pre(memory.exceeds(step));
        expect(holdsSessions(Bytes.of((memory.count - step.count) / 1024, "Ki"), demand)).toBe(false);
      }),
    );
  });

  it("is never enough for sessions that need more for finding their way than the memory brings", () => {
    expect(leastMemory({ connections: 1_300 })?.exceeds(gibibytes(64))).toBe(true);
    expect(leastMemory({ connections: 1_400 })).toBeUndefined();
  });

  it("is summed up in terms that come to the sum", () => {
    const { terms, total } = memorySum(gibibytes(1), instanceDemand(100));
    expect(terms).toBe(
      "256Mi of buffers + 4 × 16Mi of vacuums and indexes + 56Mi of the server's own + 96Mi of the operator's program + 102 sessions, with 2 workers, × (4160Ki + 512Ki to sort in)",
    );
    expect(total).toEqual(mebibytes(256 + 4 * 16 + 56 + 96 + Math.ceil((102 * (4160 + 512)) / 1024)));
  });
});
