import { chmodSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsData } from "../../components/backups/dump-settings.ts";
import { type DumpedDatabase, dumpedDatabase } from "../../components/backups/dumped-database.ts";
import { scratchServer } from "../../components/backups/scratch-server.ts";
import { canaryStatements } from "../../components/data/migration/canary.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { ledgerSchema } from "../../model/migration.ts";
import { systems } from "../../systems/all.ts";
import { issueCertificate, makeAuthority } from "../../toolchain/cluster/pki.ts";
import { type Ended, start } from "./backup/backup-run.ts";
import { type Keys, ObjectStore } from "./backup/object-store.ts";
import { PostgresServer } from "./backup/postgres-server.ts";
import { type Programs, providePrograms, whyNoBackups } from "./backup/provide-programs.ts";
import { ScratchProcess } from "./backup/scratch-process.ts";
import { give, podUser } from "./backup/unprivileged.ts";
import { madeUpPair } from "./operators/external-secrets/drill-identity.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const keys: Keys = { id: "AKIADUMPSOFTHETESTS", secret: "the-dump-key-of-the-tests" };
const source = "staging/atlas-ux";
const settingsOf = { "settings.json": "atlas-ux", "crb.json": "crb-analyser" } as const;

/** What each migration leaves in a database for its drills. */
const ofMigration = [`create schema ${ledgerSchema}`, canaryStatements];

/** What the jobs of staging are given, on this machine: their settings, their servers, and a store that speaks HTTPS. */
describe.skipIf(whyNoBackups() !== undefined)("what a stack renders for its dumps", () => {
  let folder: string;
  let programs: Programs;
  let store: ObjectStore;
  let postgres: PostgresServer;
  let scratch: ScratchProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "slipway-jobs-"));
    chmodSync(folder, 0o755);
    programs = await providePrograms(console.log);
    const authority = await makeAuthority(join(folder, "pki"), "ca");
    const tls = await issueCertificate(authority, {
      name: "store",
      commonName: "store",
      hosts: ["127.0.0.1"],
    });
    store = await ObjectStore.start(programs.store, join(folder, "store"), undefined, {
      host: "127.0.0.1",
      inside: (command) => command,
      tls,
    });
    const given = configuredEnvironment("staging") as { readonly dumps: { readonly bucket: string } };
    const environment = parseEnvironment(systems, "staging", {
      ...given,
      dumps: {
        ...given.dumps,
        endpoint: `https://127.0.0.1:${store.port}`,
        region: "us-east-1",
        recipients: ["drill", "person"].map((name) => madeUpPair(name).recipient),
        secretRecipients: [madeUpPair("person").recipient],
        certificateAuthority: readFileSync(authority.certificate, "utf8"),
      },
    });
    store.addUser(keys, given.dumps.bucket);
    const dumpedOf = (name: string): DumpedDatabase => {
      const own = environment.systems.find(({ system }) => system.name === name);
      const dumped = own && dumpedDatabase(environment, own);
      if (!dumped) throw new Error(`staging dumps nothing of ${name}`);
      return dumped;
    };
    for (const [settings, name] of Object.entries(settingsOf)) {
      const data = settingsData(dumpedOf(name));
      writeFileSync(join(folder, settings), data["settings.json"] ?? "");
      writeFileSync(join(folder, "authority.pem"), data["authority.pem"] ?? "");
    }
    writeFileSync(join(folder, "identity"), madeUpPair("drill").identity, { mode: 0o400 });
    give(join(folder, "identity"), podUser);
    postgres = await PostgresServer.start(programs.postgres, join(folder, "postgres"));
    postgres.query("postgres", "create database app");
    const server = scratchServer(dumpedOf("atlas-ux").database, "any");
    scratch = await ScratchProcess.start(server, programs.postgres, join(folder, "scratch"));
    await scratch.kill();
    scratch = await ScratchProcess.start(server, programs.postgres, join(folder, "scratch"));
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await scratch.kill();
    await postgres.down();
    await store.down();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (command: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    start(programs.backup, [command], {
      PATH: `${programs.postgres}:/usr/bin:/bin`,
      BACKUP_SETTINGS: join(folder, "settings.json"),
      AWS_ACCESS_KEY_ID: keys.id,
      AWS_SECRET_ACCESS_KEY: keys.secret,
      SSL_CERT_FILE: join(folder, "authority.pem"),
      ...more,
    }).ended;
  const dump = async (more: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    // A dump goes by its second, and two of one second are refused.
    await sleep(1_000);
    return run("dump", { DATABASE_URL: postgres.address("app"), ...more });
  };
  const drill = (more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    run("drill", {
      ...more,
      SCRATCH_DATABASE_URL: `postgresql://postgres@127.0.0.1:${scratch.port}/postgres?sslmode=disable`,
      BACKUP_IDENTITY_FILE: join(folder, "identity"),
    });

  test("an empty database does not pass the drill of its system", async () => {
    expect(await dump()).toMatchObject({ code: 0 });
    const { code, said } = await drill();
    expect(code).toBe(4);
    expect(said).toMatch(/public\._prisma_migrations can't be counted/);
    expect(said).toMatch(/slipway\.canary has no checksum/);
  });

  test("a database with a migration is dumped and passes it, in a server that was killed before", async () => {
    postgres.query(
      "app",
      "create table _prisma_migrations (id text primary key)",
      "insert into _prisma_migrations values ('one')",
      ...ofMigration,
    );
    expect(await dump()).toMatchObject({ code: 0 });
    expect(await drill()).toMatchObject({ code: 0 });
    expect((await run("list")).output).toMatch(/^backup_\d{8}_\d{6} .* good$/m);
    const { output } = await run("metrics");
    expect(output).toContain(`slipway_backup_run_exit_code{source="${source}",run="drill"} 0`);
    expect(output).toContain(`slipway_backup_run_objective_seconds{source="${source}",run="drill"} 3600`);
  });

  test("of somebody else's database only the system's own schemas are dumped and come back, with policies for its roles", async () => {
    postgres.query("postgres", "create database supabase", "create database restored");
    postgres.query(
      "supabase",
      "create schema storage",
      "create table storage.objects (id integer)",
      "create table schema_migrations (version text primary key)",
      "insert into schema_migrations values ('001_initial_schema')",
      ...ofMigration,
      "create role authenticated nologin",
      "create policy signed_in on schema_migrations for select to authenticated using (true)",
    );
    const crb = { BACKUP_SETTINGS: join(folder, "crb.json") };
    expect(await dump({ ...crb, DATABASE_URL: postgres.address("supabase") })).toMatchObject({ code: 0 });
    expect(await drill(crb)).toMatchObject({ code: 0 });
    const restored = await run("restore", {
      ...crb,
      BACKUP_IDENTITY_FILE: join(folder, "identity"),
      TARGET_DATABASE_URL: postgres.address("restored"),
    });
    expect(restored).toMatchObject({ code: 0 });
    expect(postgres.query("restored", "select version from schema_migrations")).toBe("001_initial_schema");
    expect(postgres.query("restored", "select policyname, roles from pg_policies")).toBe(
      "signed_in|{authenticated}",
    );
    expect(postgres.query("restored", "select to_regnamespace('storage') is null")).toBe("t");
  });

  test("a store that nobody vouches for is refused", async () => {
    const { code, said } = await dump({ SSL_CERT_FILE: "/nonexistent" });
    expect(code).toBe(1);
    expect(said).toMatch(/certificate signed by unknown authority|failed to verify certificate/);
  });
});
