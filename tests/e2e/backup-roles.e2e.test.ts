import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresServer } from "./backup/postgres-server.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { Rig, type Variation } from "./backup/rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Restores of what names roles are not tried: ${reason}.`);

/** A dump holds no roles: they are its server's. So it goes to one that has none of them. */
describe.skipIf(reason !== undefined)("a database whose policies and rights name roles", () => {
  let rig: Rig;
  /** Without the roles of the server that is dumped. */
  let bare: PostgresServer;
  const checks = [{ table: "public.accounts", rows: { atLeast: 2 } }];
  const varied = (more: Variation = {}): Variation => ({
    source: "dev/policies",
    database: "bank",
    checks,
    scratch: bare.address("postgres"),
    ...more,
  });
  const publicOnly = { source: "dev/public", schemas: ["public"] } as const;
  const policiesOf = (server: PostgresServer, database: string): string =>
    server.query(database, "select policyname, roles from pg_policies order by policyname");
  const rolesOf = (server: PostgresServer): string =>
    server.query("postgres", "select rolname, rolcanlogin from pg_roles where rolname !~ '^pg_' order by 1");

  beforeAll(async () => {
    rig = await Rig.start(console.log);
    bare = await PostgresServer.start(rig.programs.postgres, join(rig.folder, "bare"));
    bare.query("postgres", "create database empty");
    rig.postgres.query(
      "postgres",
      ...["teller", "auditor", "owner-of-all", "provider"].map((role) => `create role "${role}"`),
      "create database bank",
    );
    rig.postgres.query(
      "bank",
      "create table accounts (id integer primary key, holder text, balance numeric)",
      "insert into accounts values (1, 'Zoë', 7), (2, 'Ada', 5)",
      "alter table accounts enable row level security",
      "create policy own on accounts for select to teller using (holder = current_user)",
      "create policy everybodys on accounts for select using (balance is not null)",
      'alter table accounts owner to "owner-of-all"',
      "grant select (id) on accounts to auditor",
      "create schema elsewhere authorization provider",
      "create table elsewhere.accounts (id integer)",
      "create policy theirs on elsewhere.accounts to provider using (true)",
    );
    expect(await rig.dump(varied())).toMatchObject({ code: 0 });
    expect(await rig.dump(varied(publicOnly))).toMatchObject({ code: 0 });
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await bare.down();
    await rig.stop();
  });

  test("fails its drill while a role of a policy is not declared, with its name and what to do (BDR-11)", async () => {
    const { code, said } = await rig.run(["drill"], varied({ roles: ["provider"] }));
    expect(code).toBe(4);
    expect(said).toMatch(/backup_\w+ holds policies for roles that are not declared: teller\. Declare them/);
    expect(said).not.toMatch(/auditor|owner-of-all/);
    expect(bare.query("postgres", "select datname from pg_database where datname ~ '^slipway'")).toBe("");
  });

  test("passes its drill with the declared roles, and passes it again (BDR-10, BDR-11)", async () => {
    const roles = ["teller", "provider", 'with "quotes"'];
    for (const round of ["makes them", "finds them there"])
      expect(await rig.run(["drill"], varied({ roles })), round).toMatchObject({ code: 0 });
    expect(rolesOf(bare)).toBe('postgres|t\nprovider|f\nteller|f\nwith "quotes"|f');
    for (const role of roles) bare.query("postgres", `drop role "${role.replaceAll('"', '""')}"`);
  });

  test("is not restored into a server that lacks a role: nothing is written, and what is said can be typed", async () => {
    const into = varied({ target: bare.address("empty") });
    const refused = await rig.run(["restore"], into);
    expect(refused.code).toBe(2);
    expect(refused.said).toMatch(
      /lacks roles that backup_\w+ names: auditor, owner-of-all, provider, teller; nothing/,
    );
    const withoutOwners = await rig.run(["restore", "--without-owners"], into);
    expect(withoutOwners.code).toBe(2);
    expect(withoutOwners.said).toMatch(/names: provider, teller; nothing was written/);
    expect(
      bare.query("empty", "select count(*) from pg_class where relnamespace = 'public'::regnamespace"),
    ).toBe("0");
    expect(bare.query("empty", "select to_regnamespace('elsewhere') is null")).toBe("t");
    const { msg } = JSON.parse(refused.said.trim().split("\n").at(-1) ?? "") as { readonly msg: string };
    const statements = msg.match(/create role "[^"]+" nologin;/g) ?? [];
    expect(statements).toHaveLength(4);
    bare.query("postgres", ...statements);
    expect(await rig.run(["restore"], into)).toMatchObject({ code: 0 });
    expect(policiesOf(bare, "empty")).toBe(policiesOf(rig.postgres, "bank"));
    expect(
      bare.query("empty", "select relowner::regrole from pg_class where oid = 'public.accounts'::regclass"),
    ).toBe('"owner-of-all"');
  });

  test("says which role is missing, of a dump from before manifests had roles, and leaves nothing behind", async () => {
    for (const role of ["teller", "provider"]) expect(rolesOf(bare)).toContain(role);
    bare.query("postgres", "create database old", "drop database empty", "create database empty");
    bare.query("postgres", "drop role teller");
    const manifest = rig.newestContent("dev/policies").replace(/\.dump\.zst\.age$/, ".json");
    const whole = readFileSync(manifest, "utf8");
    const { roles, ...older } = JSON.parse(whole) as Record<string, unknown>;
    expect(roles).toEqual({
      named: ["provider", "teller"],
      granted: ["auditor", "owner-of-all", "provider"],
    });
    writeFileSync(manifest, JSON.stringify(older));
    const { code, said } = await rig.run(["restore"], varied({ target: bare.address("old") }));
    writeFileSync(manifest, whole);
    expect(code).toBe(1);
    expect(said).toMatch(/role \\"teller\\" does not exist.*create role \\"teller\\" nologin;/);
    expect(bare.query("old", "select to_regclass('public.accounts') is null")).toBe("t");
  });

  test("needs of the roles those alone that its dumped schemas name", async () => {
    for (const role of ["auditor", "owner-of-all", "provider"]) bare.query("postgres", `drop role "${role}"`);
    const refused = await rig.run(["restore"], varied({ ...publicOnly, target: bare.address("empty") }));
    expect(refused.said).toMatch(/names: auditor, owner-of-all, teller; nothing was written/);
    expect(await rig.run(["drill"], varied({ ...publicOnly, roles: ["teller"] }))).toMatchObject({ code: 0 });
  });
});
