import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seconds } from "../../model/quantities/duration.ts";
import { whyNoImages } from "./app/images.ts";
import { databasePassword } from "./backup/postgres-server.ts";
import { good, releaseOf } from "./migrations/played-release.ts";
import { MigrationRig } from "./migrations/rig.ts";
import { SupabaseDatabases } from "./migrations/supabase-databases.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Migrations are not tried: ${reason}.`);

/** What this machine shows of each process to everybody. */
const commandLines = (): string[] =>
  readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return [readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ")];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });

describe.skipIf(reason !== undefined)("what runs around a migration, in a real PostgreSQL", () => {
  let rig: MigrationRig;
  let databases: SupabaseDatabases;
  beforeAll(async () => {
    rig = await MigrationRig.start("crb-analyser");
    databases = new SupabaseDatabases(rig);
  });
  afterAll(() => rig.stop());

  const ask = (database: string, ...statements: readonly string[]): string =>
    rig.postgres.query(database, ...statements);
  const newDatabase = (): string => databases.another();

  /** All that a database is made of besides its rows. */
  const shapeOf = (database: string): string =>
    ask(
      database,
      `select string_agg(line, E'\\n' order by line) from (
        select format('%s %s %s', oid::regclass, relkind, relacl) as line from pg_class
          where relnamespace in ('public'::regnamespace, 'slipway'::regnamespace)
        union all select format('%s %s %s', oid::regprocedure, proacl, prosrc) from pg_proc
          where pronamespace in ('public'::regnamespace, 'slipway'::regnamespace)) shape`,
    );

  test("three times over, the bootstrap changes nothing after the first (DB-09)", async () => {
    const database = newDatabase();
    expect(await rig.admit(database, releaseOf("a"))).toEqual(good);
    const first = shapeOf(database);
    expect(first).toMatch(/exec_sql\(text,text\)/);
    for (const time of [2, 3])
      expect(await rig.admit(database, releaseOf("a")), `time ${time}`).toMatchObject({ code: 0 });
    expect(shapeOf(database)).toBe(first);
    expect(ask(database, "select count(*) from health_check")).toBe("1");
    expect(ask(database, "select count(*) from schema_migrations")).toBe("0");
  });

  test("it takes the place of an older exec_sql, and keeps versions that are recorded", async () => {
    const database = newDatabase();
    ask(
      database,
      "create table schema_migrations (version text primary key, applied_at timestamptz default now())",
      "insert into schema_migrations (version) values ('001_initial_schema')",
      "create function exec_sql(sql text) returns void language plpgsql security definer as $$ begin execute sql; end $$",
    );
    expect(await rig.admit(database, releaseOf("a"))).toMatchObject({ code: 0 });
    expect(ask(database, "select exec_sql('select 1')")).toBe("t");
    expect(ask(database, "select version from schema_migrations")).toBe("001_initial_schema");
    expect(ask(database, "select prosecdef from pg_proc where proname = 'exec_sql'")).toBe("f");
  });

  test("four at once in an empty database all end well", async () => {
    const database = newDatabase();
    const ended = await Promise.all(
      ["a", "b", "c", "d"].map((digit) => rig.admit(database, releaseOf(digit))),
    );
    for (const each of ended) expect(each).toMatchObject({ code: 0 });
    expect(ask(database, "select count(*) from slipway.release")).toBe("4");
  });

  test("one that would wait for another gives up when its time is over, and changes nothing", async () => {
    const database = newDatabase();
    await rig.admit(database, releaseOf("a"));
    const holder = rig.open(database);
    await holder.ask("begin");
    await holder.ask("select pg_advisory_xact_lock(hashtext('slipway.release'))");
    const { code, said } = await rig.admit(database, releaseOf("b"), seconds(2));
    expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(/lock timeout/) as string });
    const waiting = rig.admit(database, releaseOf("c"));
    await holder.ask("commit");
    expect(await waiting).toEqual(good);
    await holder.close();
    expect(digestsIn(database)).toEqual(["a", "c"]);
  });

  test("nobody but the role of the direct address runs exec_sql, whatever else it is given (CF-19)", async () => {
    const database = newDatabase();
    await rig.admit(database, releaseOf("a"));
    ask(database, "create table paid (id int)");
    for (const role of ["anon", "authenticated", "service_role", "visitor"]) {
      for (const attempt of [
        "select exec_sql('drop table paid')",
        "select exec_sql('select 1', 'x''); drop table paid; --')",
        "select slipway.admit('{}')",
        "select slipway.record_contract('{}', 'none')",
        "insert into slipway.release values ('backend', 'x')",
        "select * from slipway.canary",
        "delete from slipway.canary",
        "insert into schema_migrations values ('999')",
        "delete from health_check",
      ])
        expect(await rig.tell(role, database, attempt), `${role}: ${attempt}`).toMatch(/permission denied/);
    }
    expect(await rig.tell("service_role", database, "select count(*) from health_check")).toBe("1");
    expect(await rig.tell("anon", database, "select * from health_check")).toMatch(/permission denied/);

    ask(
      database,
      "grant execute on function exec_sql to visitor",
      "grant select on schema_migrations to visitor",
    );
    for (const attempt of [
      "drop table paid",
      "create role intruder superuser",
      "grant all on paid to visitor",
      "copy (select 1) to program 'true'",
      "reset role; drop table paid",
    ])
      expect(await rig.tell("visitor", database, `select exec_sql($$${attempt}$$)`), attempt).toMatch(
        /permission denied|must be owner/,
      );
    expect(ask(database, "select count(*) from paid")).toBe("0");
  });

  test("a version runs once, also when two come at once, and is recorded with what it did or not at all", async () => {
    const database = newDatabase();
    await rig.admit(database, releaseOf("a"));
    const [one, other] = [rig.open(database), rig.open(database)];
    const run =
      "select exec_sql('create table report (id int); insert into report values (1)', '001_report')";
    await one.ask("begin");
    expect(await one.ask(run)).toBe("t");
    const second = other.ask(run);
    await one.ask("commit");
    expect(await second).toBe("f");
    expect(ask(database, "select count(*) from report")).toBe("1");

    expect(await one.ask("select exec_sql('create table half (id int); select 1/0', '002_half')")).toMatch(
      /division by zero/,
    );
    expect(ask(database, "select to_regclass('half') is null", "select version from schema_migrations")).toBe(
      "t\n001_report",
    );
    await Promise.all([one.close(), other.close()]);
  });

  test("exec_sql works in the public schema, whatever its caller would find first", async () => {
    const database = newDatabase();
    await rig.admit(database, releaseOf("a"));
    ask(
      database,
      "create schema trap",
      "create table trap.schema_migrations (version text)",
      "insert into trap.schema_migrations values ('001_kept')",
      "set search_path = trap, public",
      "select exec_sql('create table kept (id int)', '001_kept')",
    );
    expect(ask(database, "select to_regclass('public.kept'), to_regclass('trap.kept') is null")).toBe(
      "kept|t",
    );
  });

  test("an address that leads nowhere, or can't be read, ends it without being shown", async () => {
    const password = "pa%zz-wörd/with#all";
    for (const address of [
      `postgresql://app:${password}@127.0.0.1:1/app`,
      "postgresql://app:open-sesame@127.0.0.1:1/app",
    ]) {
      const { code, said } = await rig.admitAt(address);
      expect(code).toBe(2);
      expect(said).toMatch(/takes no connection at the direct address/);
      expect(said).not.toMatch(/sesame|pa%|zz|all/);
    }
  });

  test("who lists processes while it runs reads no password", async () => {
    const database = newDatabase();
    await rig.admit(database, releaseOf("a"));
    const holder = rig.open(database);
    await holder.ask("begin");
    await holder.ask("select pg_advisory_xact_lock(hashtext('slipway.release'))");
    const waiting = rig.admit(database, releaseOf("b"));
    const waiter = `select count(*) from pg_stat_activity where datname = '${database}' and wait_event = 'advisory'`;
    await expect.poll(() => ask("postgres", waiter), { timeout: 10_000 }).toBe("1");
    // The session that holds the lock is the test's own.
    const seen = commandLines().filter((line) => line.includes(`/${database}`) && line.includes("--file="));
    await holder.ask("commit");
    await holder.close();
    expect(await waiting).toEqual(good);
    expect(seen).toHaveLength(1);
    expect(seen.join("\n")).not.toContain(databasePassword);
  });

  test("a session is held to its time-outs by either way of telling them (DB-08)", async () => {
    const database = newDatabase();
    const options = "-c lock_timeout=5000 -c statement_timeout=300000";
    const asParameter = rig.postgres.address(database) + `&options=${encodeURIComponent(options)}`;
    expect(await rig.timeouts(asParameter)).toBe("5s\n5min");
    expect(await rig.timeouts(rig.postgres.address(database), { PGOPTIONS: options })).toBe("5s\n5min");
    expect(await rig.timeouts(rig.postgres.address(database))).toBe("0\n0");
  });

  const digestsIn = (database: string): string[] =>
    ask(database, "select substr(digest, 8, 1) from slipway.release order by run").split("\n");
});
