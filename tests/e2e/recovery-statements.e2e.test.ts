import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrationStatements } from "../../components/data/migration/migration-statements.ts";
import { roleNames } from "../../model/database-role.ts";
import { whyNoImages } from "./app/images.ts";
import { good } from "./database-roles/release.ts";
import { RoledServer } from "./database-roles/roled-server.ts";
import { pageStatements } from "./recovery/page-statements.ts";

const reason = whyNoImages();
if (reason !== undefined) console.log(`The statements of docs/recovery.md are not tried: ${reason}.`);

const { files } = migrationStatements({ bootstrap: [] }, { separate: true, made: false });
const byHand = ["ledger", "canary", "grants"].map((each) => files[`${each}.sql`] ?? "");
const insert = "insert into words values ('more')";
const count = "select count(*) from words";
/** Each look starts a program. */
const patience = { timeout: 30_000 } as const;

describe.skipIf(reason !== undefined)("what docs/recovery.md says to psql, in a real PostgreSQL", () => {
  let server: RoledServer;
  beforeAll(async () => {
    server = await RoledServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    server.ask("postgres", `create database app owner ${roleNames.owner}`);
    expect(await server.admit("app", "a")).toEqual(good);
    await server.as("owner", "app", "create table words (word text)");
  });
  afterEach(() => {
    for (const name of ["app", "app_before", "restored"])
      server.ask("postgres", `drop database if exists ${name} with (force)`);
  });

  const run = (
    role: "owner" | "application" | "read-only",
    statements: string | readonly string[],
    database = "app",
  ): string =>
    server
      .run("psql", role, database, [
        ...["--no-psqlrc", "-qtA"],
        ...[statements].flat().map((each) => `--command=${each}`),
      ])
      .toString()
      .trim();

  test("a closed database is written to by nobody, whatever they do about it", async () => {
    const stop = server.insist("application", "app", insert, "select pg_sleep(60)");
    await expect.poll(() => Number(server.ask("app", count)), patience).toBeGreaterThan(0);
    server.ask("postgres", ...pageStatements("revoke connect"));
    const written = server.ask("app", count);
    // Who has just counted is gone a moment later. A session of anybody else's would stay for a minute.
    await expect
      .poll(
        () => server.ask("postgres", "select count(*) from pg_stat_activity where datname = 'app'"),
        patience,
      )
      .toBe("0");

    // The superuser can still look, and nobody else gets in, also who tries again and again.
    await sleep(1500);
    expect(server.ask("app", count)).toBe(written);
    for (const role of ["owner", "application", "read-only"] as const)
      expect(() => run(role, count), role).toThrow(/permission denied for database "app"/);

    // From another database of the same server the application can't undo it.
    for (const attempt of [
      "alter database app with allow_connections true",
      `alter database app owner to ${roleNames.application}`,
      "alter database app set default_transaction_read_only = off",
      `alter role ${roleNames.application} superuser`,
      `set role ${roleNames.owner}`,
    ])
      expect(() => run("application", attempt, "postgres"), attempt).toThrow(/must be|permission denied/);
    // PostgreSQL only warns who grants what he has not.
    for (const attempt of [
      `grant connect on database app to ${roleNames.application}`,
      "grant connect on database app to public",
    ])
      try {
        run("application", attempt, "postgres");
      } catch (error) {
        expect(String(error)).toMatch(/permission denied/);
      }
    expect(() => run("application", insert)).toThrow(/permission denied for database "app"/);
    expect(server.ask("app", count)).toBe(written);
    await stop();

    server.ask("postgres", ...pageStatements("grant connect"));
    run("application", insert);
    expect(run("owner", count)).toBe(String(Number(written) + 1));
  });

  test("what is only read by default is written to by whoever says so, so it is no lock", () => {
    server.ask("postgres", "alter database app set default_transaction_read_only = on");
    expect(() => run("application", insert)).toThrow(/read-only transaction/);
    run("application", ["set default_transaction_read_only = off", insert]);
    expect(server.ask("app", count)).toBe("1");
  });

  test("what migrations make is made by hand in a dump from before there were roles and a canary, and once more", async () => {
    server.ask("postgres", `create database restored owner ${roleNames.owner}`);
    await server.as("owner", "restored", "create table words (word text)");
    expect(() => run("application", insert, "restored")).toThrow(/permission denied for table/);
    for (const time of [1, 2])
      expect(server.ask("restored", `set role ${roleNames.owner}`, ...byHand), `time ${time}`).toBe("");
    run("application", insert, "restored");
    expect(server.ask("restored", count)).toBe("1");
    const canary = "select kept from slipway.canary kept order by id";
    expect(run("owner", canary, "restored")).toBe(run("owner", canary));
    expect(() => run("application", canary, "restored")).toThrow(/permission denied/);
  });

  test("a restored database takes the place of one that somebody comes back to all the time", async () => {
    server.ask("postgres", `create database restored owner ${roleNames.owner}`);
    expect(await server.admit("restored", "a")).toEqual(good);
    await server.as("owner", "restored", "create table words (word text); insert into words values ('kept')");
    const stops = (["application", "read-only"] as const).map((role) =>
      server.insist(role, "app", ...(role === "application" ? [insert] : []), "select pg_sleep(0.3)"),
    );
    await expect.poll(() => Number(server.ask("app", count)), patience).toBeGreaterThan(0);
    const reader = server.open("read-only", "app");
    expect(await reader.ask("select 1")).toBe("1");
    expect(() => server.ask("postgres", "alter database app rename to app_before")).toThrow(
      /is being accessed by other users/,
    );

    server.ask("postgres", ...pageStatements("alter database app with allow_connections false"));
    expect(server.ask("app", "select count(*) from words where word = 'kept'")).toBe("1");
    // Who came back all the time is in the new one, and writes there.
    await expect.poll(() => Number(server.ask("app", count)), patience).toBeGreaterThan(1);
    expect(() => server.ask("app_before", count)).toThrow(/not currently accepting connections/);
    server.ask("postgres", "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'app'");
    await Promise.all(stops.map((stop) => stop()));
  });
});
