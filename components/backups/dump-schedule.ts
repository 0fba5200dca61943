import { createHash } from "node:crypto";
import type { Dumps } from "../../config/dumps.ts";
import { cron } from "../../model/cron-schedule.ts";
import { type Duration, days, hours } from "../../model/quantities/duration.ts";
import { dumpInterval } from "../../model/recovery.ts";
import { utc } from "../../model/time-zone.ts";
import type { Schedule } from "../workloads/job.ts";
import { attemptLimit } from "./dump-settings.ts";

/** Each system has a minute of its own, the same in every environment, so that they don't all come at once. */
const minuteOf = (system: string): number =>
  createHash("sha256").update(system).digest().readUInt16BE(0) % 60;

const runs = {
  timeZone: utc,
  concurrency: "forbid",
  history: { succeeded: 3, failed: 3 },
  // All attempts together: one that hung until it ended itself leaves time for another to say why.
  deadline: attemptLimit.plus(hours(1)),
  retries: 2,
} as const;

/** A nightly run that comes so late that the next one is nearer is left out. */
const nightly = { ...runs, startWithin: hours(4) } as const;
const monthly = { ...runs, startWithin: hours(24) } as const;

/** The hour at which dumps begin where the stack names none: one after the base backup, in UTC. */
const usualHour = 3;

/** @param later Hours after the dump. */
function each(system: string, { hour = usualHour }: Pick<Dumps, "hour">, later: number, rest: string) {
  return cron(`${minuteOf(system)} ${(hour + later) % 24} ${rest}`);
}

/** When a database is dumped: each night in the hour that the environment names (BDR-01, BDR-09). */
export const dumpSchedule = (system: string, dumps: Pick<Dumps, "hour">): Schedule => ({
  ...nightly,
  schedule: each(system, dumps, 0, "* * *"),
});

/** When a system's other stores are copied: each night, an hour after the dump (BDR-03). */
export const snapshotSchedule = (system: string, dumps: Pick<Dumps, "hour">): Schedule => ({
  ...nightly,
  schedule: each(system, dumps, 1, "* * *"),
});

/** When the newest dump is restored and checked: on the first of each month, two hours after the hour of dumps (BDR-11). */
export const drillSchedule = (system: string, dumps: Pick<Dumps, "hour">): Schedule => ({
  ...monthly,
  schedule: each(system, dumps, 2, "1 * *"),
});

/** When the newest snapshot of another store is tried: on the first of each month, an hour after the drill of the dump (BDR-11). */
export const snapshotDrillSchedule = (system: string, dumps: Pick<Dumps, "hour">): Schedule => ({
  ...monthly,
  schedule: each(system, dumps, 3, "1 * *"),
});

/** The longest that a good run may be ago: from one to the end of the next, however late it is let begin. */
const oldest = (
  interval: Duration,
  { startWithin, deadline }: Pick<Schedule, "startWithin" | "deadline">,
): Duration => interval.plus(startWithin).plus(deadline);

/** How old the newest dump is at the most, as long as none is missed. */
export const oldestDump: Duration = oldest(dumpInterval, nightly);

/** How long ago the last good drill ended at the most, as long as none is missed: months have up to 31 days. */
export const oldestDrill: Duration = oldest(days(31), monthly);

/** How old the newest snapshot of another store is at the most, as long as none is missed. */
export const oldestSnapshot: Duration = oldest(dumpInterval, nightly);
