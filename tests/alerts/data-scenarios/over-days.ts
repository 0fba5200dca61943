import { dumps } from "../healthy-data.ts";
import { archive, atlas, type DataScenario, recent } from "./scenario.ts";

const kept = dumps(atlas);
const day = 24 * 60;
const hour = 3600;

/** Of hours and days, when the newest of everything is from the beginning or as old as it may be. */
export const overDays: readonly DataScenario[] = [
  {
    what: "no base backup for 37 hours",
    system: "atlas-ux",
    differs: { ...recent(12 * hour), ...archive("last_available_backup_timestamp", 1) },
    at: 37 * 60,
    step: 30,
    fires: ["PostgresBaseBackupLate"],
  },
  {
    what: "everything as old as it may be: 35 hours",
    system: "atlas-ux",
    differs: recent(1),
    at: 35 * 60,
    step: 30,
    fires: [],
  },
  {
    what: "no dump for 36 hours",
    system: "atlas-ux",
    differs: { ...recent(12 * hour), [kept("newest_timestamp_seconds")]: 1 },
    at: 36 * 60,
    step: 30,
    fires: ["DumpLate"],
  },
  {
    what: "no drill for 33 days",
    system: "atlas-ux",
    differs: { ...recent(32 * 24 * hour), [kept("run_succeeded_timestamp_seconds", "drill")]: 1 },
    at: 33 * day,
    step: 360,
    fires: ["DrillLate"],
  },
  {
    what: "no drill ever, 33 days after the first dump",
    system: "atlas-ux",
    differs: recent(32 * 24 * hour),
    gone: /run="drill"/,
    at: 33 * day,
    step: 360,
    fires: ["DrillLate"],
  },
  {
    what: "no drill for 32 days: the month had 31 and it ran late",
    system: "atlas-ux",
    differs: { ...recent(31 * 24 * hour), [kept("run_succeeded_timestamp_seconds", "drill")]: 1 },
    at: 32 * day,
    step: 360,
    fires: [],
  },
];
