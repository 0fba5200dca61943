import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loginNames } from "../../model/database-login.ts";
import { roleNames } from "../../model/database-role.ts";
import { whyNoImages } from "./app/images.ts";
import { databasePassword } from "./backup/postgres-server.ts";
import { good, refused } from "./database-roles/release.ts";
import { RoledServer } from "./database-roles/roled-server.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Roles of databases are not tried: ${reason}.`);

describe.skipIf(reason !== undefined)(
  "how the rights of a database's roles come and stay, in a real PostgreSQL",
  () => {
    let server: RoledServer;
    beforeAll(async () => {
      server = await RoledServer.start();
    });
    afterAll(() => server.stop());

    const { application } = roleNames;

    test("what a migration takes from the application stays taken, release after release", async () => {
      const database = server.newDatabase();
      expect(await server.admit(database, "a")).toEqual(good);
      await server.as(
        "owner",
        database,
        `create table audit (word text); revoke update, delete on audit from ${application};
     create function paid() returns int language sql as 'select 1'; revoke all on function paid() from public`,
      );
      const rights = "select relname, relacl from pg_class where relname = 'audit'";
      const before = server.ask(database, rights);
      for (const digit of ["b", "c"]) expect(await server.admit(database, digit)).toEqual(good);
      expect(server.ask(database, rights)).toBe(before);
      expect(await server.as("application", database, "insert into audit values ('x') returning word")).toBe(
        "x",
      );
      expect(await server.as("application", database, "delete from audit")).toMatch(refused);
      expect(await server.as("application", database, "select paid()")).toMatch(refused);
    });

    test("what an extension or somebody else owns stays theirs", async () => {
      const database = server.newDatabase();
      server.ask(
        database,
        "create schema theirs",
        "create table theirs.things (id int)",
        "create table foreigners (id int)",
      );
      expect(await server.admit(database, "a")).toEqual(good);
      expect(await server.as("application", database, "select * from theirs.things")).toMatch(refused);
      expect(await server.as("application", database, "select * from foreigners")).toMatch(refused);
    });

    test("migrations in the manner of Prisma and of Drizzle go through as the owner, and their tables are usable at once", async () => {
      const database = server.newDatabase();
      const migrations = [
        `begin; create table if not exists _prisma_migrations (id varchar(36) primary key, migration_name text);
     create type state as enum ('open', 'paid'); create table "Order" (id serial primary key, word text, state state default 'open');
     insert into _prisma_migrations values ('1', 'init'); commit`,
        `create schema if not exists drizzle; begin;
     create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
     create table things (id integer primary key generated always as identity, word text);
     insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1); commit`,
      ];
      for (const [index, statements] of migrations.entries()) {
        expect(await server.admit(database, String(index + 1))).toEqual(good);
        expect(await server.as("owner", database, statements)).not.toMatch(/ERROR/);
      }
      await server.expectUsable(database, '"Order"');
      await server.expectUsable(database, "things");
      expect(
        server.ask(
          database,
          "select count(*) from pg_class c join pg_roles r on r.oid = relowner where rolname = 'app_application'",
        ),
      ).toBe("0");
    });

    test("a dump as the role for reading is whole, and restored as the owner it grants what it granted", async () => {
      const database = server.newDatabase();
      expect(await server.admit(database, "a")).toEqual(good);
      await server.as(
        "owner",
        database,
        `create table things (id bigserial primary key, word text); insert into things (word) select i::text from generate_series(1, 500) i;
     create table hidden (id int); insert into hidden values (7); alter table hidden enable row level security;
     create schema own; create table own.things as select * from things`,
      );
      const dump = server.run("pg_dump", "read-only", database, ["--format=custom"]);
      const restored = server.newDatabase();
      server.run("pg_restore", "owner", restored, ["--exit-on-error", "--single-transaction"], dump);
      for (const table of ["things", "hidden", "own.things", "slipway.release"]) {
        const content = `select count(*), sum(hashtextextended(t::text, 0)::numeric) from ${table} t`;
        expect(server.ask(restored, content), table).toBe(server.ask(database, content));
      }
      expect(server.ask(restored, "select last_value from things_id_seq")).toBe("500");
      expect(await server.admit(restored, "a")).toEqual(good);
      await server.expectUsable(restored, "things");
      await server.as("owner", restored, "create table later (id serial, word text)");
      await server.expectUsable(restored, "later");
      expect(await server.as("application", restored, "select * from slipway.release")).toMatch(refused);
    });

    test("a dump that was restored without its rights is the application's again after the next migration", async () => {
      const database = server.newDatabase();
      await server.as("owner", database, "create table things (id serial, word text)");
      expect(await server.admit(database, "a")).toEqual(good);
      const dump = server.run("pg_dump", "read-only", database, ["--format=custom"]);
      const restored = server.newDatabase();
      server.run("pg_restore", "owner", restored, ["--exit-on-error", "--no-privileges", "--no-owner"], dump);
      expect(await server.as("application", restored, "select * from things")).toMatch(refused);
      expect(await server.admit(restored, "b")).toEqual(good);
      await server.expectUsable(restored, "things");
    });

    test("four migrations at once hand over once, and all end well", async () => {
      const database = server.newDatabase();
      await server.as("owner", database, "create table things (id serial, word text)");
      const ended = await Promise.all(["a", "b", "c", "d"].map((digit) => server.admit(database, digit)));
      for (const each of ended) expect(each).toEqual(good);
      await server.expectUsable(database, "things");
    });

    test("services that still run as the owner while the others roll are not disturbed", async () => {
      const database = server.newDatabase();
      await server.as("owner", database, "create table things (id serial, word text)");
      const old = server.open("owner", database);
      expect(await old.ask("begin; insert into things (word) values ('old')")).toBe("");
      // Its transaction is open, and holds what a change of the table would wait for.
      expect(await server.admit(database, "a")).toEqual(good);
      await server.expectUsable(database, "things");
      expect(await old.ask("commit; select count(*) from things")).toBe("1");
      await old.close();
    });

    test("while the login that services go by is locked a migration waits, and says so in the end", async () => {
      const database = server.newDatabase();
      server.letIn("b");
      try {
        server.ask("postgres", `alter role ${loginNames["application-b"]} nologin`);
        expect(await server.admit(database, "a")).toMatchObject({
          code: 2,
          said: expect.stringMatching(/role app_application_b is not there, or is locked/) as string,
        });
        server.ask(
          "postgres",
          `alter role ${loginNames["application-b"]} login`,
          `revoke ${application} from ${loginNames["application-b"]}`,
        );
        // Without its rights it would be let in for nothing.
        expect((await server.admit(database, "a")).code).toBe(2);
        server.letIn("b");
        expect(await server.admit(database, "a")).toEqual(good);
      } finally {
        server.letIn("a");
      }
    });

    test("without the application's role a migration waits, and says in the end what is missing", async () => {
      const database = server.newDatabase();
      server.ask("postgres", `alter role ${application} rename to elsewhere`);
      try {
        const { code, said } = await server.admit(database, "a");
        expect(code).toBe(2);
        expect(said).toMatch(/role app_application is not there/);
        expect(said).not.toContain(databasePassword);
        expect(server.ask(database, "select to_regnamespace('slipway') is null")).toBe("t");
      } finally {
        server.ask(
          "postgres",
          `alter role elsewhere rename to ${application}`,
          `alter role ${application} password '${databasePassword}'`,
        );
      }
    });
  },
);
