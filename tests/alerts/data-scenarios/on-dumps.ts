import { dumps } from "../healthy-data.ts";
import { atlas, crb, type DataScenario } from "./scenario.ts";

const kept = dumps(atlas);
const hour = 3600;

export const onDumps: readonly DataScenario[] = [
  {
    what: "a dump failed, and no other attempt mended it",
    system: "crb-analyser",
    differs: { [dumps(crb)("run_exit_code", "dump")]: 1 },
    at: 90,
    fires: ["DumpFailed"],
  },
  {
    what: "a dump failed, and the next attempt did not",
    system: "crb-analyser",
    differs: { [dumps(crb)("run_exit_code", "dump")]: "1x30 0x60" },
    at: 90,
    step: 1,
    fires: [],
  },
  {
    what: "a dump in the bucket is damaged",
    system: "atlas-ux",
    differs: { [kept("damaged")]: 1 },
    fires: ["DumpDamaged"],
  },
  {
    what: "all dumps are gone from the bucket",
    system: "atlas-ux",
    differs: { [kept("kept")]: "7x10 0x30" },
    gone: /(newest|oldest)_timestamp/,
    step: 1,
    fires: ["DumpMissing"],
  },
  {
    what: "the newest dump has less than half of the usual size",
    system: "atlas-ux",
    differs: { [kept("newest_dump_bytes")]: 499_999_999 },
    fires: ["DumpShrunk"],
  },
  {
    what: "the newest dump holds nothing at all",
    system: "crb-analyser",
    differs: { [dumps(crb)("newest_dump_bytes")]: 0 },
    fires: ["DumpShrunk"],
  },
  {
    what: "the newest dump has half of the usual size",
    system: "atlas-ux",
    differs: { [kept("newest_dump_bytes")]: 500_000_000 },
    fires: [],
  },
  {
    what: "a dump was small, and the next is not",
    system: "atlas-ux",
    differs: { [kept("newest_dump_bytes")]: "1000000000x10 100000000x11 1000000000x20" },
    step: 1,
    fires: [],
  },
  {
    what: "the first dump, with none before it",
    system: "atlas-ux",
    differs: { [kept("newest_dump_bytes")]: 1 },
    gone: /usual_dump_bytes/,
    fires: [],
  },
  {
    what: "the bucket can't be read",
    system: "atlas-ux",
    differs: { [kept("bucket_up")]: 0 },
    fires: ["DumpsUnknown"],
  },
  {
    what: "nothing tells of dumps",
    system: "atlas-ux",
    gone: /database-dump-metrics/,
    fires: ["DumpsUnknown"],
  },
  {
    what: "the drill failed",
    system: "atlas-ux",
    differs: { [kept("run_exit_code", "drill")]: 4 },
    at: 90,
    fires: ["DrillFailed"],
  },
  {
    what: "the drill took longer than a recovery may, and nothing else was wrong with it",
    system: "atlas-ux",
    differs: { [kept("run_exit_code", "drill")]: 5, [kept("run_seconds", "drill")]: hour + 1 },
    at: 90,
    fires: ["DrillSlow"],
  },
  {
    what: "the drill took longer than a recovery may, and the dump was not what it should be",
    system: "atlas-ux",
    differs: { [kept("run_exit_code", "drill")]: 4, [kept("run_seconds", "drill")]: hour + 1 },
    at: 90,
    fires: ["DrillFailed", "DrillSlow"],
  },
  {
    what: "the drill hung until its limit",
    system: "atlas-ux",
    differs: { [kept("run_exit_code", "drill")]: 1, [kept("run_seconds", "drill")]: 6 * hour },
    at: 90,
    fires: ["DrillFailed", "DrillSlow"],
  },
  {
    what: "the drill took longer than was declared, and more is declared now",
    system: "atlas-ux",
    differs: { [kept("run_exit_code", "drill")]: 5, [kept("run_seconds", "drill")]: hour - 1 },
    at: 90,
    fires: [],
  },
  {
    what: "the drill took just not longer",
    system: "atlas-ux",
    differs: { [kept("run_seconds", "drill")]: hour },
    fires: [],
  },
];
