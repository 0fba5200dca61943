import { afterEach, describe, expect, test } from "vitest";
import { maintainers } from "../../model/postgres-memory.ts";
import { whyNoImages } from "./app/images.ts";
import { BusyServer } from "./database-memory/busy-server.ts";
import { renderedDatabases } from "./database-memory/rendered-databases.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`The memory of databases is not tried: ${reason}.`);

const inMebibytes = (kibibytes: number): string => `${Math.round(kibibytes / 1024)} MiB`;

describe.skipIf(reason !== undefined)("a real PostgreSQL that is full, set as it is rendered", () => {
  let server: BusyServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  test.each([...renderedDatabases()])(
    "%s: all sessions that it takes sort at once, within its memory (SCL-12)",
    async (name, { memory, demand, parameters }) => {
      const amount = (setting: string): number => Number.parseInt(parameters[setting] ?? "", 10);
      const { connections, statements = 0 } = demand;
      expect(amount("max_connections")).toBe(connections);
      const work = amount("work_mem");
      server = await BusyServer.start(parameters);
      await server.open(connections);
      await server.prepare(statements);
      const full = server;
      expect(() => full.another()).toThrow("too many clients");
      const pageTables = await server.fillBuffers(amount("shared_buffers"));
      const resting = server.used(pageTables);
      expect(await server.sortEverywhere(work)).toMatch(/quicksort/);
      const sorting = server.used(pageTables);
      // It would hold little without having sorted anything.
      expect(sorting.total - resting.total).toBeGreaterThan(connections * work * 0.6);
      const beside = (demand.beside?.count ?? 0) / 1024;
      const planned = memory.count / 1024 - beside - maintainers * amount("maintenance_work_mem");
      console.log(
        `${name}: ${connections} sessions in ${memory.toString()}: ${inMebibytes(resting.total)} at rest, ${inMebibytes(sorting.total)} in a sort, of ${inMebibytes(planned)} that are theirs; page tables ${pageTables} KiB, own ${sorting.ownOfSession} KiB`,
      );
      expect(sorting.total).toBeLessThan(planned);
    },
  );
});
