import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresServer } from "./backup/postgres-server.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { Rig, type Variation } from "./backup/rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Databases of several versions are not tried: ${reason}.`);

/** Two servers, of 16 and of 18: the versions at hand. A 17 differs from a 16 as an 18 does. */
describe.skipIf(reason !== undefined)("databases of several versions", () => {
  let rig: Rig;
  let newer: PostgresServer;
  let both: readonly string[];
  const checks = [{ table: "public.orders", rows: { atLeast: 1000 } }];
  const makeOrders = "create table orders as select generate_series(1, 1000) as id";

  beforeAll(async () => {
    rig = await Rig.start(console.log);
    newer = await PostgresServer.start(rig.programs.newerPostgres, join(rig.folder, "newer"));
    // The newer ones come first, and would be taken for every server by whoever takes the first.
    both = [rig.programs.newerPostgres, rig.programs.postgres];
    for (const server of [rig.postgres, newer]) {
      server.query("postgres", "create database app", "create database restored");
      server.query("app", makeOrders);
    }
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await newer.down();
    await rig.stop();
  });

  const ofOlder = (): Variation => ({ source: "dev/older", database: "app", checks, clients: both });
  const ofNewer = (clients: readonly string[]): Variation => ({
    source: "dev/newer",
    database: newer.address("app"),
    target: newer.address("restored"),
    checks,
    clients,
  });

  test("an older one is dumped, drilled and restored by programs of its own version", async () => {
    expect(await rig.dump(ofOlder())).toMatchObject({ code: 0 });
    expect(await rig.run(["drill"], ofOlder())).toMatchObject({ code: 0 });
    expect(await rig.run(["restore"], ofOlder())).toMatchObject({ code: 0 });
    expect(rig.postgres.query("restored", "select count(*) from orders")).toBe("1000");
    expect((await rig.run(["list"], ofOlder())).output).toMatch(/ 16\.\d+ /);
  });

  test("a newer one is refused before anything is written, where no program is as new", async () => {
    const { code, said } = await rig.dump(ofNewer([rig.programs.postgres]));
    expect(code).toBe(2);
    expect(said).toMatch(
      /app at 127\.0\.0\.1 is run by PostgreSQL 18, and the newest client programs here are of 16/,
    );
    expect(said).toMatch(/Add the client programs of PostgreSQL 18 to images\/backup\/Containerfile/);
    expect(await rig.backups(ofNewer(both))).toEqual([]);
    expect([...rig.sums("dev/newer").keys()]).toEqual([]);
  });

  test("a newer one is dumped and restored by newer programs", async () => {
    expect(await rig.dump(ofNewer(both))).toMatchObject({ code: 0 });
    expect(await rig.run(["restore"], ofNewer(both))).toMatchObject({ code: 0 });
    expect(newer.query("restored", "select count(*) from orders")).toBe("1000");
  });

  test("a newer one's dump is refused by an older server, which stays as it is", async () => {
    rig.postgres.query("postgres", "create database untouched");
    const { code, said } = await rig.run(["restore"], { ...ofNewer(both), target: "untouched" });
    expect(code).toBe(2);
    expect(said).toMatch(/was made of PostgreSQL 18\.\d+.*, and the server 127\.0\.0\.1 is of 16/);
    expect(said).toMatch(/Restore into PostgreSQL 18 or a newer one/);
    const drill = await rig.run(["drill"], ofNewer(both));
    expect(drill).toMatchObject({ code: 2 });
    expect(drill.said).toMatch(/is of 16/);
    expect(rig.postgres.query("untouched", "select count(*) from pg_class where relname = 'orders'")).toBe(
      "0",
    );
  });

  test("a drill is refused before it restores what it has no room for", async () => {
    const settings = { drill: { recoveryTime: "1h", roomMebibytes: 1, checks } };
    rig.postgres.query(
      "app",
      "create table large as select repeat('x', 1000) as text from generate_series(1, 2000)",
    );
    expect(await rig.dump(ofOlder())).toMatchObject({ code: 0 });
    const { code, said } = await rig.run(["drill"], { ...ofOlder(), settings });
    expect(code).toBe(2);
    expect(said).toMatch(/holds 2 MiB, and the scratch server has room for a database of 1 MiB/);
  });

  test("an older one's dump is restored into a newer server", async () => {
    newer.query("postgres", "create database moved");
    expect(await rig.run(["restore"], { ...ofOlder(), target: newer.address("moved") })).toMatchObject({
      code: 0,
    });
    expect(newer.query("moved", "select count(*) from orders")).toBe("1000");
  });
});
