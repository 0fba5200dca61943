import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresServer } from "./backup/postgres-server.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { Rig, type Variation } from "./backup/rig.ts";
import { providePostgres } from "./database-watch/provide-postgres.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Restores beside extensions are not tried: ${reason}.`);

/** A server with the extension that the platform's clusters have, which the one of other backup tests lacks. */
describe.skipIf(reason !== undefined)("a database with an extension that its operator has made", () => {
  let rig: Rig;
  let server: PostgresServer;
  const source = "dev/extended";
  const into = (target: string): Variation => ({
    source,
    database: server.address("app"),
    target: server.address(target),
  });

  beforeAll(async () => {
    rig = await Rig.start(console.log);
    server = await PostgresServer.start(await providePostgres(), join(rig.folder, "extended"));
    for (const name of ["app", "restored", "used"]) server.query("postgres", `create database ${name}`);
    for (const name of ["app", "restored", "used"]) server.query(name, "create extension pg_stat_statements");
    server.query("app", "create table orders as select generate_series(1, 1000) as id");
    server.query("used", "create table somebodys (id int)");
    expect(await rig.dump(into("restored"))).toMatchObject({ code: 0 });
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await server.down();
    await rig.stop();
  });

  test("is restored into, as the extension's views are nobody's rows", async () => {
    const views = "select count(*) from pg_views where viewname like 'pg_stat_statements%'";
    expect(server.query("restored", views)).toBe("2");
    expect(await rig.run(["restore"], into("restored"))).toMatchObject({ code: 0 });
    expect(server.query("restored", "select count(*), sum(id) from orders")).toBe("1000|500500");
    expect(server.query("restored", views)).toBe("2");
  });

  test("is refused as soon as one table is somebody's", async () => {
    const { code, said } = await rig.run(["restore"], into("used"));
    expect(code).toBe(2);
    expect(said).toMatch(/the database used at 127\.0\.0\.1 is not empty: it has 1 tables/);
    expect(server.query("used", "select count(*) from pg_class where relname = 'orders'")).toBe("0");
  });
});
