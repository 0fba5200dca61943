import { dumps, instance, type KnownSeries, snapshots } from "../healthy-data.ts";
import { archive, atlas, type DataScenario, recent } from "./scenario.ts";

const pg = instance(atlas);
const kept = dumps(atlas);
const hour = 3600;

/** A system that has only just been made. */
const unborn = /(newest|oldest)_timestamp|run="/;
const nothingYet: KnownSeries = {
  ...archive("first_recoverability_point", 0),
  ...archive("last_available_backup_timestamp", 0),
  [kept("kept")]: 0,
  [snapshots(atlas, "secrets")("kept")]: 0,
  [snapshots(atlas, "repositories")("kept")]: 0,
  [pg("cnpg_pg_stat_archiver_last_archived_time", 1)]: -1,
};

export const onFreshInstalls: readonly DataScenario[] = [
  {
    what: "a system that was made 40 minutes ago, and has no backup and no dump yet",
    system: "atlas-ux",
    differs: nothingYet,
    gone: unborn,
    fires: [],
  },
  {
    what: "the first base backup does not come",
    system: "atlas-ux",
    differs: nothingYet,
    gone: unborn,
    at: 4 * 60,
    fires: ["PostgresNoBaseBackup"],
  },
  {
    what: "the first base backup does not come, and for a while nobody could ask",
    system: "atlas-ux",
    differs: { ...nothingYet, ...archive("first_recoverability_point", "0x23 _x4 0x20") },
    gone: unborn,
    at: 4 * 60,
    fires: ["PostgresNoBaseBackup"],
  },
  {
    what: "the first base backup has not come for two days, and the dumps have",
    system: "atlas-ux",
    differs: {
      ...recent(24 * hour),
      ...archive("first_recoverability_point", 0),
      ...archive("last_available_backup_timestamp", 0),
    },
    at: 48 * 60,
    step: 30,
    fires: ["PostgresNoBaseBackup"],
  },
  {
    what: "the first base backup came, the first dump is not due yet",
    system: "atlas-ux",
    differs: { [kept("kept")]: 0 },
    gone: unborn,
    at: 34 * 60,
    step: 30,
    fires: [],
  },
  {
    what: "the first dump does not come",
    system: "atlas-ux",
    differs: { ...recent(12 * hour), [kept("kept")]: 0 },
    gone: unborn,
    at: 37 * 60,
    step: 30,
    fires: ["DumpMissing"],
  },
  {
    what: "a drill that came before the first dump, and had nothing to restore",
    system: "atlas-ux",
    differs: {
      [kept("run_exit_code", "drill")]: 1,
      [kept("run_ended_timestamp_seconds", "drill")]: 60,
      [kept("oldest_timestamp_seconds")]: 600,
    },
    gone: /run_succeeded.*drill/,
    at: 90,
    fires: [],
  },
];
