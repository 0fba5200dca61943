import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsData, settingsFiles } from "../../components/backups/dump-settings.ts";
import { dumpedDatabase } from "../../components/backups/dumped-database.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { clusterDatabase, type MigratedDatabase, providedDatabase } from "./backup/migrated-database.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import { Rig, type Variation } from "./backup/rig.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Canaries are not tried: ${reason}.`);

interface RenderedSettings {
  readonly schemas?: readonly string[];
  readonly drill: { readonly canary: { readonly table: string; readonly checksum: string } };
}

/** What production's own dump and drill are told. */
function renderedSettings(system: string): RenderedSettings {
  const dumped = dumpedDatabase(realEnvironment("production"), realSystem("production", system));
  if (!dumped) throw new Error(`${system} is not dumped`);
  return JSON.parse(settingsData(dumped)[settingsFiles.settings] ?? "") as RenderedSettings;
}

const systems = [
  { system: "atlas-ux", open: clusterDatabase },
  { system: "odd-scenes", open: clusterDatabase },
  { system: "crb-analyser", open: providedDatabase },
];

describe.skipIf(reason !== undefined)("the canary of a real database", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.start(console.log);
  }, COLD_MILLISECONDS);
  afterAll(() => rig.stop());

  describe.each(systems)("of $system", ({ system, open }) => {
    const { schemas, drill } = renderedSettings(system);
    const source = `production/${system}`;
    let database: MigratedDatabase;
    beforeAll(async () => {
      database = await open(system);
    }, COLD_MILLISECONDS);
    afterAll(() => database.stop());

    /** The settings of the stack, of a system that has been released once. */
    const told = (canary: object | undefined): Variation => ({
      source,
      database: database.address,
      ...(schemas && { schemas }),
      roles: ["anon", "authenticated", "service_role"],
      settings: {
        drill: {
          recoveryTime: "1h",
          checks: [{ table: "public.orders", rows: { atLeast: 1 } }],
          ...(canary && { canary }),
        },
      },
    });
    const rows = (): string => database.ask(`select kept from ${drill.canary.table} kept order by id`);
    const dumpAndDrill = async () => {
      expect(await rig.dump(told(drill.canary))).toMatchObject({ code: 0 });
      return rig.run(["drill"], told(drill.canary));
    };

    test("a dump from before there was one is drilled without, and says so", async () => {
      database.ask(
        `set role ${database.owner}`,
        "create table orders (id int)",
        "insert into orders values (1)",
      );
      expect(await rig.dump(told(undefined))).toMatchObject({ code: 0 });
      const { code, said } = await rig.run(["drill"], told(drill.canary));
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(said).toMatch(/from before its database had a canary/);
      expect(said).toMatch(/"drill passed".*"checks":1/);
    });

    test("the first migration makes it, and the drill of the next dump finds it", async () => {
      await database.migrate();
      await database.migrate();
      const { code, said } = await dumpAndDrill();
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(said).not.toMatch(/from before/);
      expect(said).toMatch(/"drill passed".*"checks":2/);
    });

    test("a dump is held against the rows that it was to have, and not against later ones", async () => {
      const later = { ...drill.canary, checksum: "0".repeat(64) };
      expect(await rig.run(["drill"], told(later))).toMatchObject({ code: 0 });
    });

    test.each([
      ["a row has another letter", "update T set content = content || '.' where id = 2", /has the checksum/],
      ["nothing became an empty text", "update T set content = '' where content is null", /has the checksum/],
      ["a row is missing", "delete from T where id = 3", /has the checksum/],
      ["a row has come", "insert into T values (99, 'cuckoo')", /has the checksum/],
      ["all rows are missing", "delete from T", /has the checksum/],
      ["the table is missing", "drop table T", /has no checksum: .*does not exist/],
    ])("%s: the drill finds it, and the next migration mends it", async (_, statement, words) => {
      const { table } = drill.canary;
      const whole = rows();
      database.ask(statement.replace("T", table));
      const { code, said } = await dumpAndDrill();
      expect(code).toBe(4);
      expect(said).toContain(table);
      expect(said).toMatch(words);
      await database.migrate();
      expect(rows()).toBe(whole);
    });

    test("after all that, the newest dump is good again", async () => {
      expect(await dumpAndDrill()).toMatchObject({ code: 0 });
    });
  });
});
