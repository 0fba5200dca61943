import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { databaseQueries } from "../../components/observability/database-queries.ts";
import { sqlType } from "../../components/observability/database-query.ts";
import { whyNoImages } from "./app/images.ts";
import { renderedCluster } from "./database-watch/rendered-cluster.ts";
import { WatchedDatabase } from "./database-watch/watched-database.ts";

/** The server's statistics come up to a second late, and its archiver tries again after as long. */
const settles = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000, interval: 200 });

const reason = whyNoImages();
if (reason !== undefined) console.log(`What databases are asked is not tried: ${reason}.`);

describe.skipIf(reason !== undefined)("what a real PostgreSQL answers its exporter", () => {
  let database: WatchedDatabase;
  beforeAll(async () => {
    database = await WatchedDatabase.start(await renderedCluster());
  });
  afterEach(() => database.endSessions());
  afterAll(() => database.stop());

  test("is of PostgreSQL 16.14, as a role that may read statistics and nothing else", () => {
    expect(database.run("show server_version")).toBe("16.14");
    database.run("create table private as select 'secret' as word");
    expect(
      database.run(
        "select rolsuper, has_table_privilege('metrics', 'private', 'select') from pg_roles where rolname = 'metrics'",
        "select string_agg(r.rolname, ',') from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = 'metrics'::regrole",
      ),
    ).toBe("f|f\npg_monitor");
  });

  test.each(Object.entries(databaseQueries))(
    "%s has the declared columns, in order and type",
    (name, query) => {
      const asked = database.exporter.queries[name];
      if (!asked) throw new Error(`no ${name} is rendered`);
      const [, ...columns] = database.exporter.types(asked.query);
      expect(columns).toEqual(
        Object.entries(query.columns).map(([column, declared]) => [column, sqlType(declared)]),
      );
      expect(database.exporter.rows(name, asked).length).toBeLessThanOrEqual(query.rows);
    },
  );

  test("a query is refused that lacks a declared column, answers one more, or no number", () => {
    const asked = (query: string) => () =>
      database.exporter.rows("tried", {
        query,
        metrics: [
          { name: { usage: "LABEL", description: "" } },
          { size: { usage: "GAUGE", description: "" } },
        ],
      });
    expect(asked("select 'a' as name, 1 as size")()).toEqual([
      { labels: { name: "a" }, metrics: { size: 1 } },
    ]);
    expect(asked("select 1 as size, 'a' as name")).toThrow("tried answers size, name");
    expect(asked("select 'a' as name")).toThrow("declares name, size");
    expect(asked("select 'a' as name, 1 as size, 2 as more")).toThrow("tried answers name, size, more");
    expect(asked("select 'a' as name, null as size")).toThrow("tried.size");
    expect(asked("create table made (id int)")).toThrow("read-only");
  });

  test("connections are counted, against those that can be opened (DB-12)", async () => {
    // Who has asked last may be counted for a moment more.
    const before = Math.min(...Array.from({ length: 5 }, () => database.value("connections_used")));
    for (let session = 0; session < 5; session += 1) database.open("select 1");
    await settles(() => database.value("connections_used")).toBe(before + 5);
    const limit = Number(database.run("show max_connections"));
    expect(database.value("connections_usable")).toBe(limit - 3);
  });

  test("the longest query that runs is seen, and its age grows (DB-14)", async () => {
    expect(database.value("active_queries_running")).toBe(0);
    expect(database.value("active_queries_longest_seconds")).toBe(0);
    database.open("select pg_sleep(60)");
    await settles(() => database.value("active_queries_longest_seconds")).toBeGreaterThan(1.5);
    expect(database.value("active_queries_longest_seconds")).toBeLessThan(30);
    expect(database.value("active_queries_running")).toBe(1);
  });

  test("who waits for a lock is seen, and for how long", async () => {
    database.run("create table accounts (id int)", "grant all on accounts to app");
    expect(database.value("lock_waits_waiting")).toBe(0);
    database.open("begin", "lock table accounts in exclusive mode");
    await settles(() =>
      database.run(
        "select count(*) from pg_locks where mode = 'ExclusiveLock' and relation = 'accounts'::regclass",
      ),
    ).toBe("1");
    database.open("insert into accounts values (1)");
    database.open("insert into accounts values (2)");
    await settles(() => database.value("lock_waits_longest_seconds")).toBeGreaterThan(1);
    await settles(() => database.value("lock_waits_waiting")).toBe(2);
  });

  test("time is counted that is spent on statements, and in transactions that do nothing", async () => {
    const [active, idle] = ["time_active_seconds_total", "time_idle_in_transaction_seconds_total"];
    const before = [database.value(active), database.value(idle)] as const;
    database.run("select pg_sleep(0.5)");
    database.open("begin", "select 1", "\\! sleep 0.6", "commit", "\\q");
    await settles(() => database.value(active)).toBeGreaterThan(before[0] + 0.5);
    await settles(() => database.value(idle)).toBeGreaterThan(before[1] + 0.5);
  });

  test("tables are told by size, with what their indexes and dead rows take (DB-14, DB-16, DB-17)", async () => {
    database.run(
      "create table orders (id int, note text) with (autovacuum_enabled = off)",
      "insert into orders select i, repeat('x', 1000) from generate_series(1, 2000) i",
      "create index on orders (id)",
    );
    const of = { schema: "public", table_name: "orders" };
    const size = (what: string): number => Number(database.run(`select ${what}('orders')`));
    expect(database.value("tables_total_bytes", of)).toBe(size("pg_total_relation_size"));
    expect(database.value("tables_index_bytes", of)).toBe(size("pg_indexes_size"));
    expect(size("pg_total_relation_size")).toBeGreaterThan(2000 * 1000);
    await settles(() => database.value("tables_live_rows", of)).toBe(2000);
    expect(database.value("tables_dead_rows", of)).toBe(0);
    const scanned = database.value("tables_scanned_rows_total", of);
    database.run("update orders set id = id + 1", "select count(*) from orders");
    await settles(() => database.value("tables_dead_rows", of)).toBe(2000);
    await settles(() => database.value("tables_scanned_rows_total", of)).toBeGreaterThanOrEqual(
      scanned + 4000,
    );
  });

  test("the largest tables alone are told, and none that is temporary or the server's own", async () => {
    database.run(
      ...Array.from(
        { length: 30 },
        (_, i) => `create table filled_${i} as select generate_series(1, ${(i + 1) * 500}) n`,
      ),
    );
    database.open("create temporary table passing as select generate_series(1, 100000) n");
    await settles(() => database.run("select count(*) from pg_class where relname = 'passing'")).toBe("1");
    const tables = database.samples("tables_total_bytes");
    expect(tables).toHaveLength(20);
    const names = tables.map(({ labels }) => labels["table_name"]);
    expect(names).toContain("filled_29");
    expect(names).not.toContain("filled_0");
    expect(names).not.toContain("passing");
    expect(new Set(tables.map(({ labels }) => labels["schema"]))).toEqual(new Set(["public"]));
  });

  test("a table that a migration holds holds up nothing: it is left out until it is free", async () => {
    const held = (name: string) =>
      database.samples("tables_total_bytes").some(({ labels }) => labels["table_name"] === name);
    database.run(
      "create table held as select repeat('x', 1000) from generate_series(1, 9000) i",
      "create table indexed as select i from generate_series(1, 300000) i",
      "create index waited_for on indexed (i)",
    );
    database.run("alter table held owner to app", "alter table indexed owner to app");
    expect([held("held"), held("indexed")]).toEqual([true, true]);
    database.open("begin", "lock table held in access exclusive mode", "drop index waited_for");
    await settles(() => [held("held"), held("indexed")]).toEqual([false, false]);
    await database.endSessions();
    expect([held("held"), held("indexed")]).toEqual([true, true]);
  });

  test("statements go by number, the costliest first, and their text stays in the database (DB-14)", () => {
    database.run("select pg_stat_statements_reset()");
    for (let run = 0; run < 3; run += 1) database.run("select pg_sleep(0.2), 'card 4111'");
    database.run(...Array.from({ length: 30 }, (_, n) => `select ${"1, ".repeat(n)}1`));
    const queryid = database.run(
      "select queryid from pg_stat_statements where query like '%pg_sleep%' and query not like '%statements%'",
    );
    expect(database.value("statements_calls_total", { queryid })).toBe(3);
    expect(database.value("statements_seconds_total", { queryid })).toBeGreaterThan(0.6);
    expect(database.value("statements_slowest_seconds", { queryid })).toBeGreaterThan(0.2);
    const samples = database.samples("statements_seconds_total");
    expect(samples).toHaveLength(20);
    expect(samples[0]?.labels).toEqual({ queryid });
    for (const { labels } of samples) expect(labels["queryid"]).toMatch(/^-?\d+$/);
  });

  test("a password that is given to a role is in no statement that the server remembers", () => {
    database.run("select pg_stat_statements_reset()", "alter role app password 'correct-horse'", "select 1");
    expect(database.run("select count(*) from pg_stat_statements where query like '%horse%'")).toBe("0");
    expect(Number(database.run("select count(*) from pg_stat_statements"))).toBeGreaterThan(0);
  });

  test("a database without the extension yet is asked nothing about statements, and all the rest", () => {
    const scrape = database.exporterOfEmpty().scrape();
    expect([...scrape.keys()].filter((name) => name.includes("statements"))).toEqual([]);
    expect(scrape.has("cnpg_slipway_connections_used")).toBe(true);
  });

  test("parts of the log that can't be archived are counted, with the age of the oldest", async () => {
    const failures = () => Number(database.run("select failed_count from pg_stat_archiver"));
    await settles(() => database.value("wal_archive_waiting")).toBe(0);
    const before = failures();
    database.run("alter system set archive_command = 'false'", "select pg_reload_conf()");
    // The server is told, and not waited for.
    await settles(() => database.run("show archive_command")).toBe("false");
    database.run("create table written (id int)", "select pg_switch_wal()");
    await settles(() => database.value("wal_archive_oldest_seconds")).toBeGreaterThan(1.5);
    expect(database.value("wal_archive_waiting")).toBe(1);
    await settles(() => failures()).toBeGreaterThan(before);
    database.run("alter system set archive_command = 'true'", "select pg_reload_conf()");
    await settles(() => database.value("wal_archive_waiting")).toBe(0);
    expect(database.value("wal_archive_oldest_seconds")).toBe(0);
  });

  test("what an application makes to mislead the exporter is not asked", () => {
    database.run(
      "create function public.slash(float8, int) returns float8 language sql as 'select 666::float8'",
      "create operator public./ (function = public.slash, leftarg = float8, rightarg = int)",
      "create view public.pg_stat_database as select 'app'::name as datname, 1e9::float8 as active_time, 1e9::float8 as idle_in_transaction_time",
      "grant select on public.pg_stat_database to public",
    );
    const misled = database.run("select (2::float8 / 1::int)");
    expect(misled).toBe("666");
    expect(database.value("time_active_seconds_total")).not.toBe(666);
    expect(database.value("time_active_seconds_total")).toBeLessThan(1e6);
  });
});
