import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Fault, Struck } from "./fault.ts";
import type { Rig } from "./rig.ts";

/** Damages the newest backup as its store might, tries it in a drill, and puts it right again. */
async function drillOf(rig: Rig, damage: (file: string) => void): Promise<Struck> {
  const file = rig.newestContent();
  const whole = readFileSync(file);
  damage(file);
  const struck = { ended: await rig.run(["drill"]), metrics: await rig.metrics() };
  writeFileSync(file, whole);
  return struck;
}

function flipBit(file: string): void {
  const opened = openSync(file, "r+");
  const middle = Math.floor(readFileSync(file).length / 2);
  const byte = Buffer.alloc(1);
  readSync(opened, byte, 0, 1, middle);
  writeSync(opened, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, middle);
  closeSync(opened);
}

/** What is wrong with a backup, found by a drill and not in the hour of need. */
export const damageFaults: readonly Fault[] = [
  {
    says: "a bit of the newest backup is changed",
    strike: (rig) => drillOf(rig, flipBit),
    command: "drill",
    code: 4,
    told: /was changed.*SHA-256/,
    alert: "run failed",
  },
  {
    says: "the newest backup is cut short",
    strike: (rig) =>
      drillOf(rig, (file) => {
        truncateSync(file, 1_000_000);
      }),
    command: "drill",
    code: 4,
    told: /is damaged: its content has 1000000 bytes instead of/,
    alert: "backup damaged",
  },
  {
    says: "the newest backup's content is gone",
    strike: async (rig) => {
      const file = rig.newestContent();
      const away = join(rig.folder, "away");
      renameSync(file, away);
      const struck = { ended: await rig.run(["drill"]), metrics: await rig.metrics() };
      renameSync(away, file);
      return struck;
    },
    command: "drill",
    code: 4,
    told: /is damaged: its content is missing/,
    alert: "backup damaged",
  },
  {
    says: "the identity is another one's",
    strike: async (rig) => {
      const identityFile = join(rig.folder, "another-identity");
      rig.makeIdentity(identityFile);
      return { ended: await rig.run(["drill"], { identityFile }) };
    },
    command: "drill",
    code: 4,
    told: /can't be opened with the identity given/,
    alert: "run failed",
  },
  {
    says: "rows are missing, and the canary's are not what they were",
    strike: async (rig) => ({
      ended: await rig.run(["drill"], {
        checks: [
          { table: "public.orders", rows: { atLeast: 1_000_000_000 } },
          { table: "public.canary", checksum: "0".repeat(64) },
          { table: "public.customers", rows: { atLeast: 1 } },
        ],
      }),
    }),
    command: "drill",
    code: 4,
    told: /orders has \d+ rows.*canary has the checksum.*customers can't be counted/,
    alert: "run failed",
  },
  {
    says: "a restore takes longer than the objective",
    strike: async (rig) => ({ ended: await rig.run(["drill"], { recoveryTime: "1ms" }) }),
    command: "drill",
    code: 5,
    told: /is good, but took .* the objective is 1ms/,
    alert: "run slow",
  },
  {
    says: "a restore would write over a database",
    strike: async (rig) => ({ ended: await rig.run(["restore"], { target: "shop" }) }),
    command: "restore",
    code: 2,
    told: /the database shop at 127\.0\.0\.1 is not empty/,
    alert: "run failed",
  },
];
