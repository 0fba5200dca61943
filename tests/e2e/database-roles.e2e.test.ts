import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationLogins, type DatabaseLogin, loginNames } from "../../model/database-login.ts";
import { readOnlyConnections, roleNames } from "../../model/database-role.ts";
import { whyNoImages } from "./app/images.ts";
import { good, refused, releaseOf } from "./database-roles/release.ts";
import { RoledServer } from "./database-roles/roled-server.ts";
import { MigrationRig } from "./migrations/rig.ts";
import type { Session } from "./migrations/session.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`Roles of databases are not tried: ${reason}.`);

describe.skipIf(reason !== undefined)("what each role of a database may do, in a real PostgreSQL", () => {
  let server: RoledServer;
  beforeAll(async () => {
    server = await RoledServer.start();
  });
  afterAll(() => server.stop());

  test("the application reads and writes what the owner made before it was there, and what it makes after", async () => {
    const database = server.newDatabase();
    expect(
      await server.as(
        "owner",
        database,
        `create table before (id bigserial primary key, word text); insert into before (word) values ('old');
       create schema own; create table own.before (id bigint generated always as identity, word text);
       create view words as select word from before; create sequence numbers`,
      ),
    ).toBe("");
    expect(await server.as("application", database, "select * from before")).toMatch(refused);

    expect(await server.admit(database, "a")).toEqual(good);
    expect(await server.as("application", database, "select word from words")).toBe("old");
    await server.expectUsable(database, "before");
    await server.expectUsable(database, "own.before");
    expect(await server.as("application", database, "select nextval('numbers')")).toBe("1");

    // No release comes between: what a migration has just made is there for the pods that it is made for.
    await server.as(
      "owner",
      database,
      `create table after (id bigserial primary key, word text); create schema newer;
     create table newer.after (id serial, word text);
     create function twice(n int) returns int language sql as 'select 2 * n'`,
    );
    await server.expectUsable(database, "after");
    await server.expectUsable(database, "newer.after");
    expect(await server.as("application", database, "select twice(4)")).toBe("8");
  });

  test("the application changes no schema, makes nobody, and sees nothing of what releases wrote down", async () => {
    const database = server.newDatabase();
    await server.as(
      "owner",
      database,
      "create table kept (id int primary key, word text); create schema own",
    );
    expect(await server.admit(database, "a")).toEqual(good);
    for (const attempt of [
      "create table mine (id int)",
      "create table own.mine (id int)",
      "create schema mine",
      "create view mine as select * from kept",
      "create function mine() returns int language sql as 'select 1'",
      "create extension vector",
      "drop table kept",
      "alter table kept add column more int",
      "alter table kept disable trigger all",
      "truncate kept",
      "create index on kept (word)",
      "create role mine",
      `set role ${roleNames.owner}`,
      `alter role ${roleNames.application} superuser`,
      `alter default privileges for role ${roleNames.owner} grant all on tables to public`,
      "select * from slipway.release",
      "insert into slipway.release (image, digest) values ('backend', 'x')",
      "delete from slipway.contract",
      "update slipway.canary set content = ''",
      "select slipway.admit('{}')",
      "select pg_read_file('/etc/passwd')",
      "copy kept to program 'true'",
    ])
      expect(await server.as("application", database, attempt), attempt).toMatch(
        /permission denied|must be|denied to/,
      );
    expect(await server.as("owner", database, "select count(*) from slipway.release")).toBe("1");
  });

  test("the role for reading sees everything, the ledger and rows behind policies too, and writes nothing", async () => {
    const database = server.newDatabase();
    expect(await server.admit(database, "a")).toEqual(good);
    await server.as(
      "owner",
      database,
      `create table hidden (id int); insert into hidden values (1), (2); alter table hidden enable row level security;
     create sequence numbers; create schema own; create table own.things (id int)`,
    );
    expect(await server.as("read-only", database, "select count(*) from hidden")).toBe("2");
    expect(await server.as("application", database, "select count(*) from hidden")).toBe("0");
    expect(await server.as("read-only", database, "select count(*) from slipway.release")).toBe("1");
    expect(await server.as("read-only", database, "select last_value from numbers")).toBe("1");
    for (const attempt of [
      "insert into hidden values (3)",
      "update hidden set id = 3",
      "delete from own.things",
      "create table mine (id int)",
      "select nextval('numbers')",
      "drop table hidden",
      "delete from slipway.release",
      "delete from slipway.canary",
      "select slipway.admit('{}')",
      `set role ${roleNames.owner}`,
      `set role ${roleNames.application}`,
    ])
      expect(await server.as("read-only", database, attempt), attempt).toMatch(refused);
  });

  test("the application's second login may what the first may, whichever of them is let in (SEC-04)", async () => {
    const database = server.newDatabase();
    await server.as("owner", database, "create table before (id bigserial primary key, word text)");
    expect(await server.admit(database, "a")).toEqual(good);
    const logsIn = (login: DatabaseLogin) => () =>
      server.run("psql", login, database, ["--command=select 1"]);
    try {
      expect(logsIn("application-b")).toThrow(/password authentication failed/);
      for (const [logins, locked] of [
        [["b", "a"], []],
        [["b"], ["application"]],
        [["a", "b"], []],
        [["a"], ["application-b"]],
      ] as const) {
        server.letIn(...logins);
        expect(await server.admit(database, "a")).toEqual(good);
        await server.as("owner", database, `create table after_${logins.join("")} (id serial, word text)`);
        for (const login of logins.map((each) => applicationLogins[each])) {
          await server.expectUsable(database, "before", login);
          await server.expectUsable(database, `after_${logins.join("")}`, login);
          for (const attempt of ["drop table before", "create table mine (id int)", "truncate before"])
            expect(await server.as(login, database, attempt), attempt).toMatch(refused);
        }
        for (const login of locked) expect(logsIn(login), login).toThrow(/password authentication failed/);
      }
      // Rows are let through by the name of the role that both are.
      await server.as(
        "owner",
        database,
        `create table mine (word text); alter table mine enable row level security;
         insert into mine values ('seen'), ('hidden');
         create policy seen on mine to ${roleNames.application} using (word = 'seen')`,
      );
      server.letIn("b");
      expect(await server.as("application-b", database, "select word from mine")).toBe("seen");
    } finally {
      server.letIn("a");
    }
  });

  test("people and dumps together take no more sessions than they are given", async () => {
    const database = server.newDatabase();
    const held: Session[] = [];
    for (let session = 0; session < readOnlyConnections; session += 1) {
      const open = server.open("read-only", database);
      expect(await open.ask("select 1")).toBe("1");
      held.push(open);
    }
    expect(() => server.run("psql", "read-only", database, ["--command=select 1"])).toThrow(
      /too many connections for role/,
    );
    expect(await server.as("application", database, "select 1")).toBe("1");
    await Promise.all(held.map((each) => each.close()));
  });
});

describe.skipIf(reason !== undefined)("the roles of dev's database, in a real PostgreSQL", () => {
  let rig: MigrationRig;
  beforeAll(async () => {
    rig = await MigrationRig.start("crb-analyser", "dev");
  });
  afterAll(() => rig.stop());

  test("a migration makes them, also in a server that was there before, and changes nothing after", async () => {
    const { postgres } = rig;
    postgres.query("postgres", "create database app");
    postgres.query(
      "app",
      "create table older (id serial, word text)",
      "insert into older (word) values ('old')",
    );
    const shape = () =>
      postgres.query(
        "postgres",
        "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolconnlimit, rolcreaterole from pg_roles where rolname like 'app%' order by 1",
        "select roleid::regrole, member::regrole from pg_auth_members where member::regrole::text like 'app%' order by 1",
      );
    expect(await rig.admit("app", releaseOf("a"))).toEqual(good);
    const first = shape();
    expect(first).toBe(
      `app_application|t|f|f|-1|f\napp_application_b|f|f|f|-1|f\napp_read_only|t|f|t|${readOnlyConnections}|f\n` +
        "pg_read_all_data|app_read_only\napp_application|app_application_b",
    );
    for (const digit of ["a", "b"]) expect(await rig.admit("app", releaseOf(digit))).toEqual(good);
    expect(shape()).toBe(first);
    expect(await rig.tell(roleNames.application, "app", "select word from older")).toBe("old");
    expect(await rig.tell(roleNames["read-only"], "app", "select count(*) from slipway.release")).toBe("2");
    expect(await rig.tell(roleNames.application, "app", "drop table older")).toMatch(refused);
  });

  test("a migration lets in the logins that the stack's file names, and locks the other", async () => {
    const shape = () =>
      rig.postgres.query(
        "postgres",
        "select rolname, rolcanlogin, rolpassword is null from pg_authid where rolname like 'app_application%' order by 1",
      );
    const usable = (login: DatabaseLogin) =>
      rig.tell(loginNames[login], "app", "insert into older (word) values ('x') returning word");
    for (const [logins, expected] of [
      [["b", "a"], "app_application|t|f\napp_application_b|t|f"],
      [["b"], "app_application|f|t\napp_application_b|t|f"],
      [["a", "b"], "app_application|t|f\napp_application_b|t|f"],
      [["a"], "app_application|t|f\napp_application_b|f|t"],
    ] as const) {
      rig.letIn(...logins);
      expect(await rig.admit("app", releaseOf("b"))).toEqual(good);
      expect(shape()).toBe(expected);
      for (const login of logins) expect(await usable(applicationLogins[login])).toBe("x");
    }
  });

  test("CRB's runner migrates as the owner, and exec_sql is nobody else's (CF-19)", async () => {
    expect(await rig.admit("app", releaseOf("c"))).toEqual(good);
    expect(
      rig.postgres.query(
        "app",
        "select exec_sql('create table report (id serial, word text)', '001_report')",
      ),
    ).toBe("t");
    const asApplication = (statement: string) => rig.tell(roleNames.application, "app", statement);
    expect(await asApplication("insert into report (word) values ('x') returning word")).toBe("x");
    for (const attempt of [
      "select exec_sql('drop table report')",
      "insert into schema_migrations values ('999')",
      "select * from schema_migrations",
      "delete from health_check",
    ])
      expect(await asApplication(attempt), attempt).toMatch(refused);
    expect(await asApplication("select count(*) from health_check")).toBe("1");
    for (const role of [roleNames.application, roleNames["read-only"]])
      expect(await rig.tell(role, "app", "select exec_sql('select 1')"), role).toMatch(refused);
  });
});
