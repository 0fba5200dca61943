import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databasePassword } from "./backup/postgres-server.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { Rig, type Variation } from "./backup/rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Restores into a provider's database are not tried: ${reason}.`);

const bootstrap = readFileSync(new URL("../../systems/crb-analyser/bootstrap.sql", import.meta.url), "utf8");

/** What a provider has made in every database before it is handed over, as Supabase does. */
const providersOwn = [
  "create schema auth authorization provider_admin",
  "create table auth.users as select 1 as id",
  "alter table auth.users owner to provider_admin",
  "alter default privileges for role provider_admin in schema public grant all on tables to authenticated",
];

describe.skipIf(reason !== undefined)(
  "a database of a provider that has schemas and roles of its own",
  () => {
    let rig: Rig;
    const own = { schemas: ["public", "slipway"] };
    /** As somebody who is no superuser, and no member of the provider's roles. */
    const into = (target: string, settings: object): Variation => ({
      source: "dev/provided",
      database: "project",
      target: rig.postgres.address(target).replace("postgres:", "customer:"),
      settings: { ...settings },
    });
    const tables = (database: string): string =>
      rig.postgres.query(
        database,
        "select string_agg(schemaname || '.' || tablename, ' ' order by schemaname, tablename) from pg_tables where schemaname in ('public', 'slipway', 'auth')",
      );

    beforeAll(async () => {
      rig = await Rig.start(console.log);
      rig.postgres.query(
        "postgres",
        "create role provider_admin superuser",
        "create role authenticated",
        `create role customer login password '${databasePassword}'`,
      );
      for (const name of ["project", "fresh", "used"]) {
        rig.postgres.query("postgres", `create database ${name} owner customer`);
        rig.postgres.query(name, ...providersOwn);
      }
      rig.postgres.query(
        "project",
        "set role customer",
        "create table orders as select generate_series(1, 1000) as id",
        "grant select on orders to authenticated",
        "create schema slipway",
        "create table slipway.migrations as select 1 as id",
        bootstrap,
      );
      rig.postgres.query("used", "create table somebodys (id int)");
      expect(await rig.dump(into("fresh", own))).toMatchObject({ code: 0 });
    }, COLD_MILLISECONDS);
    afterAll(() => rig.stop());

    test("takes no rights of the provider's roles, and no table of the dump stays", async () => {
      const { code, said } = await rig.run(["restore"], into("fresh", own));
      expect(code).toBe(1);
      expect(said).toMatch(/permission denied to change default privileges/);
      expect(said).toMatch(/--without-owners/);
      expect(tables("fresh")).toBe("auth.users");
    });

    test("takes a dump of the system's own schemas, beside tables of the provider's", async () => {
      expect(await rig.run(["restore"], into("fresh", { ...own, withoutOwners: true }))).toMatchObject({
        code: 0,
      });
      expect(tables("fresh")).toBe(
        "auth.users public.health_check public.orders public.schema_migrations slipway.migrations",
      );
      expect(rig.postgres.query("fresh", "select count(*), sum(id) from orders")).toBe("1000|500500");
      expect(rig.postgres.query("fresh", "select tableowner from pg_tables where tablename = 'orders'")).toBe(
        "customer",
      );
    });

    test("lets nobody run what only its owner may, once its bootstrap has run again", () => {
      const open = "select has_function_privilege('authenticated', 'public.exec_sql(text, text)', 'execute')";
      expect(rig.postgres.query("project", open)).toBe("f");
      expect(rig.postgres.query("fresh", open)).toBe("t");
      rig.postgres.query("fresh", "set role customer", bootstrap);
      expect(rig.postgres.query("fresh", open)).toBe("f");
    });

    test("is refused when a table is in one of the system's schemas, or in any where none is named", async () => {
      const used = await rig.run(["restore"], into("used", { ...own, withoutOwners: true }));
      expect(used).toMatchObject({ code: 2 });
      expect(used.said).toMatch(/is not empty: it has 1 tables, views or sequences in public, slipway/);
      const whole = await rig.run(["restore"], into("used", { withoutOwners: true }));
      expect(whole).toMatchObject({ code: 2 });
      expect(whole.said).toMatch(/is not empty: it has 2 tables/);
      expect(tables("used")).toBe("auth.users public.somebodys");
    });
  },
);
