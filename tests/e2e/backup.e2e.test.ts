import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backupSources } from "../../tools/repository-backup/backup-program.ts";
import { runCommand } from "../support/run-command.ts";
import { damageFaults } from "./backup/damage-faults.ts";
import { databaseFaults } from "./backup/database-faults.ts";
import { raises } from "./backup/fault.ts";
import { databasePassword } from "./backup/postgres-server.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { bucket, Rig } from "./backup/rig.ts";
import { checksOf, contentOf, fillShop } from "./backup/shop.ts";
import { fullDisk, storeFaults } from "./backup/store-faults.ts";
import { podUser } from "./backup/unprivileged.ts";
import { yearsEndOf } from "./backup/year.ts";
import { buildEnvironment } from "./go-program.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;
const MEBIBYTE = 1024 ** 2;
const measuredBytes = (process.env["SLIPWAY_E2E"] === "full" ? 1024 : 50) * MEBIBYTE;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Backups are not tried: ${reason}.`);

const faults = [...storeFaults, ...databaseFaults, ...damageFaults];
const onSmallDisk = podUser.uid === undefined ? [] : [fullDisk];
const seen = { survived: 0, backup: 0, dumped: 0, seconds: 0, restore: 0, kept: 0, rows: 0, lost: 0 };

describe.skipIf(reason !== undefined)("backups of a real PostgreSQL in a real object store", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.start(console.log);
    rig.checks = checksOf(fillShop(rig.postgres, "shop", 50 * MEBIBYTE));
    fillShop(rig.postgres, "tiny", 1024);
    if (measuredBytes > 50 * MEBIBYTE) fillShop(rig.postgres, "large", measuredBytes);
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await rig.stop();
    printTable();
  });

  test(
    "the program's own tests pass, and its form is Go's",
    async () => {
      const options = { cwd: backupSources, env: { ...process.env, ...buildEnvironment } };
      expect(await runCommand("gofmt", ["-l", "."], options)).toEqual({ exitCode: 0, output: "" });
      for (const check of ["vet", "test"]) {
        const { exitCode, output } = await runCommand("go", [check, "./..."], options);
        expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      }
    },
    COLD_MILLISECONDS,
  );

  test("what is dumped comes back, every row of it, and the drill agrees (BDR-10, BDR-11)", async () => {
    const database = measuredBytes > 50 * MEBIBYTE ? "large" : "shop";
    const measured = { source: "dev/measured", database, target: "restored" };
    const checks = checksOf(Number(rig.postgres.query(database, "select count(*) from orders")));
    rig.postgres.query("postgres", "create database restored");
    expect(await rig.dump(measured)).toMatchObject({ code: 0 });
    expect(await rig.run(["restore"], measured)).toMatchObject({ code: 0 });
    const content = contentOf(rig.postgres, database);
    expect(contentOf(rig.postgres, "restored")).toBe(content);
    rig.postgres.query("restored", "insert into orders default values", "select * from paid");
    expect(await rig.run(["drill"], { ...measured, checks })).toMatchObject({ code: 0 });
    expect(
      rig.postgres.query("postgres", "select datname from pg_database where datname like 'slipway%'"),
    ).toBe("");
    const metrics = await rig.metrics(measured);
    expect(metrics.get("run_objective_seconds of drill")).toBe(3600);
    seen.backup = metrics.get("newest_bytes") ?? 0;
    seen.dumped = metrics.get("newest_dump_bytes") ?? 0;
    seen.seconds = metrics.get("newest_seconds") ?? 0;
    seen.restore = metrics.get("run_seconds of drill") ?? 0;
    expect(seen.dumped).toBeGreaterThan(measuredBytes / 2);
  }, 900_000);

  test("a backup opens with programs that anybody has", async () => {
    expect(await rig.dump()).toMatchObject({ code: 0 });
    const decrypted = execFileSync(
      rig.programs.age,
      ["--decrypt", "--identity", rig.identityFile, rig.newestContent()],
      { maxBuffer: 1024 * MEBIBYTE },
    );
    const file = join(rig.folder, "opened.dump");
    writeFileSync(file, zstdDecompressSync(decrypted));
    const contents = execFileSync(join(rig.programs.postgres, "pg_restore"), ["--list", file], {
      encoding: "utf8",
    });
    expect(contents).toMatch(/TABLE DATA public orders/);
    expect(readFileSync(rig.newestContent()).includes("canary")).toBe(false);
  });

  test("a connection that breaks off once costs nothing", async () => {
    const { ended } = await rig.dumpHeldAfter(8 * MEBIBYTE);
    rig.link.breakOff();
    expect(await ended).toMatchObject({ code: 0 });
    seen.survived += 1;
  });

  test("a pooler's address is refused by name of the variable, like every other wrong setting", async () => {
    const variation = {
      database: `postgresql://shop:${databasePassword}@pooler/shop?pgbouncer=true`,
      checks: [{ table: "orders" }],
    };
    const { code, said } = await rig.run(["dump"], variation);
    expect(code).toBe(2);
    expect(said).toMatch(/DATABASE_URL: has the unknown parameter pgbouncer/);
    expect(said).toMatch(/drill\.checks\[0\]\.table: .*give schema and table/);
    expect(said).toMatch(/drill\.checks\[0\]: says nothing of orders/);
  });

  test.each([...faults, ...onSmallDisk])("$says: nothing is lost", async (fault) => {
    if ((await rig.backups()).length === 0) await rig.dump();
    const [before, metricsBefore] = [rig.sums(), await rig.metrics()];
    const struck = await fault.strike(rig);
    rig.requireHidden(struck.ended);
    expect(struck.ended).toMatchObject({ code: fault.code });
    expect(struck.ended.said).toMatch(fault.told);
    expect(raises(fault, metricsBefore, struck.metrics ?? (await rig.metrics()))).toBe(true);
    // The first of two runs at once does its work, and prunes the earlier one of the same day.
    if (fault.alert !== "run refused") expect(rig.sums()).toEqual(before);
    expect(await rig.dump()).toMatchObject({ code: 0 });
    expect(rig.store.unfinished(bucket)).toEqual([]);
    const after = await rig.metrics();
    expect(after.get("run_failures of dump")).toBe(0);
    expect(after.get("damaged")).toBe(0);
    expect(after.get("strays")).toBe(0);
    seen.survived += 1;
  });

  test("after all that, the newest backup holds every row", async () => {
    rig.postgres.query("postgres", "drop database restored", "create database restored");
    expect(await rig.run(["restore"])).toMatchObject({ code: 0 });
    const rows = (database: string): number =>
      ["canary", "orders", "parcels"]
        .map((table) => Number(rig.postgres.query(database, `select count(*) from ${table}`)))
        .reduce((sum, each) => sum + each, 0);
    expect(contentOf(rig.postgres, "restored")).toBe(contentOf(rig.postgres, "shop"));
    seen.rows = rows("shop");
    seen.lost = rows("shop") - rows("restored");
    expect(seen.lost).toBe(0);
  });

  test(
    "after a year of daily runs, exactly the days that retention names are there (BDR-04, CF-12)",
    async () => {
      const source = "dev/year";
      const options = {
        cwd: backupSources,
        env: {
          ...process.env,
          ...buildEnvironment,
          ...rig.environment({ source, database: "tiny", storePort: rig.store.port }),
          PATH: `${rig.programs.postgres}:${process.env["PATH"] ?? ""}`,
          BACKUP_YEAR: "2026",
        },
      };
      const { exitCode, output } = await runCommand(
        "go",
        ["test", "-count=1", "-timeout=20m", "-run=^TestAYear$", "-v", "./job"],
        options,
      );
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).toMatch(/365 runs/);
      const contents = yearsEndOf(2026).flatMap((name) => [`${name}.dump.zst.age`, `${name}.json`]);
      expect([...rig.sums(source).keys()]).toEqual(contents);
      seen.kept = contents.length / 2;
    },
    COLD_MILLISECONDS,
  );
});

function printTable(): void {
  const rate = (bytes: number): string => `${(bytes / MEBIBYTE / seen.seconds).toFixed(1)} MiB/s`;
  const rows: readonly (readonly [string, string])[] = [
    ["database", `${(measuredBytes / MEBIBYTE).toFixed(0)} MiB of rows`],
    ["backup, read back", `${rate(seen.dumped)} of dump, ${rate(seen.backup)} into the store`],
    ["restore and checks", `${seen.restore.toFixed(1)} s`],
    ["kept of 365 daily", String(seen.kept)],
    ["faults survived", String(seen.survived)],
    ["rows lost", `${seen.lost} of ${seen.rows}`],
  ];
  console.log(rows.map(([name, value]) => `${name.padEnd(20)} ${value}`).join("\n"));
}
