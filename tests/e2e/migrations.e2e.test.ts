import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoImages } from "./app/images.ts";
import { databasePassword } from "./backup/postgres-server.ts";
import { MigrationRig, type PlayedRelease } from "./migrations/rig.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Migrations are not tried: ${reason}.`);

const releaseOf = (digit: string, contract?: string): PlayedRelease => ({
  images: { backend: `sha256:${digit.repeat(64)}` },
  ...(contract === undefined ? {} : { contract }),
});
const good = { code: 0, said: "" };

describe.skipIf(reason !== undefined)("what runs around a migration, in a real PostgreSQL", () => {
  let rig: MigrationRig;
  let made = 0;
  beforeAll(async () => {
    rig = await MigrationRig.start("crb-analyser");
    for (const role of ["anon", "authenticated", "service_role", "visitor"])
      ask("postgres", `create role ${role} login password '${databasePassword}'`);
    ask("postgres", "alter role service_role bypassrls");
  });
  afterAll(() => rig.stop());

  const ask = (database: string, ...statements: readonly string[]): string =>
    rig.postgres.query(database, ...statements);

  /** A database as Supabase has it: what comes into its schema is everybody's on the internet. */
  function newDatabase(): string {
    made += 1;
    const name = `crb_${made}`;
    ask("postgres", `create database ${name}`);
    for (const kind of ["functions", "tables"])
      ask(
        name,
        `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role`,
      );
    return name;
  }

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
    const { code, said } = await rig.admit(database, releaseOf("b"));
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

  test("past a release that took something away nothing older comes back, and the refusal says why (DB-10)", async () => {
    const database = newDatabase();
    const reason = 'drops orders.total_cents\'; $(HOME) "quoted" --';
    for (const release of [releaseOf("a"), releaseOf("b")]) {
      expect(await rig.admit(database, release)).toEqual(good);
      expect(await rig.record(database, release)).toEqual(good);
    }
    expect(await rig.admit(database, releaseOf("a"))).toEqual(good);

    const contract = releaseOf("c", reason);
    expect(await rig.admit(database, contract)).toEqual(good);
    for (const time of [1, 2]) expect(await rig.record(database, contract), `time ${time}`).toEqual(good);
    for (const digit of ["a", "b"]) {
      const { code, said } = await rig.admit(database, releaseOf(digit));
      expect(code).toBe(3);
      expect(said).toContain(`backend sha256:${digit.repeat(64)} can't be gone back to`);
      expect(said).toContain(`backend sha256:${"c".repeat(64)}, released after it`);
      expect(said).toContain(reason);
    }
    for (const release of [contract, releaseOf("d"), contract])
      expect(await rig.admit(database, release)).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract")).toBe("1");
  });

  test("a contract that began and did not end keeps older releases out, until somebody has looked (DB-10)", async () => {
    const database = newDatabase();
    for (const digit of ["a", "b"]) expect(await rig.admit(database, releaseOf(digit))).toEqual(good);
    const contract = releaseOf("c", "drops orders");
    for (const time of [1, 2]) expect(await rig.admit(database, contract), `time ${time}`).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract_begun")).toBe("1");

    // Its tool may have dropped the table before it failed: nothing older knows.
    const { code, said } = await rig.admit(database, releaseOf("b"));
    expect(code).toBe(3);
    expect(said).toContain(`backend sha256:${"b".repeat(64)} can't be gone back to yet`);
    expect(said).toContain(
      `backend sha256:${"c".repeat(64)} began to take away what it needs (drops orders)`,
    );
    const [clearing] = /delete from slipway\.contract_begun;/.exec(said) ?? [];
    expect(clearing).toBeDefined();
    expect(await rig.admit(database, releaseOf("d"))).toEqual(good);
    expect(await rig.admit(database, contract)).toEqual(good);

    ask(database, clearing ?? "");
    expect(await rig.admit(database, releaseOf("b"))).toEqual(good);

    // Begun again and recorded, it is a contract like any other, and nothing is left of its beginning.
    expect(await rig.admit(database, contract)).toEqual(good);
    expect(await rig.record(database, contract)).toEqual(good);
    expect(await rig.admit(database, contract)).toEqual(good);
    expect(ask(database, "select count(*) from slipway.contract_begun")).toBe("0");
    expect((await rig.admit(database, releaseOf("b"))).said).toContain("released after it, took away");
  });

  test("an image that a contract was released with is as new as it; one from before is not", async () => {
    const database = newDatabase();
    const both = (one: string, other: string): PlayedRelease => ({ images: { backend: one, worker: other } });
    await rig.admit(database, both("b1", "w1"));
    await rig.admit(database, both("b2", "w2"));
    await rig.admit(database, both("b3", "w2"));
    await rig.record(database, { ...both("b3", "w2"), contract: "drops a column" });
    expect(await rig.admit(database, both("b4", "w2"))).toEqual(good);
    expect(await rig.admit(database, both("b3", "w2"))).toEqual(good);
    const { code, said } = await rig.admit(database, both("b4", "w1"));
    expect([code, said]).toEqual([3, expect.stringMatching(/ worker w1 can't be gone back to/)]);
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
