import type { CronSchedule } from "./cron-schedule.ts";
import { type Duration, minutes } from "./quantities/duration.ts";
import { type TimeZone, utc } from "./time-zone.ts";
import type { Worker } from "./workload.ts";

/** Work of a system that comes to an end, as opposed to its services. */
export type Task = ScheduledTask | OneOffJob;

/** A program that is started, does its work and ends: with 0 when the work is done. */
export interface Finite extends Pick<
  Worker,
  "image" | "command" | "variables" | "uses" | "calls" | "egress" | "processes" | "flags" | "size" | "scratch"
> {
  /** How long a run may take, all its attempts together; then it is stopped and has failed. */
  readonly deadline: Duration;
  /** Attempts after the first that failed; each is a new pod, and the failed one stays for its logs. @default 2 */
  readonly retries: number;
}

/** Work that is done again and again, by the clock. */
export interface ScheduledTask extends Finite {
  readonly kind: "scheduled-task";
  readonly schedule: CronSchedule;
  /** Where the clock hangs that the schedule is read from. @default UTC */
  readonly timeZone: TimeZone;
  /** How late a run may still begin; one that is later is left out. At least 10 s. @default 5 min */
  readonly startWithin: Duration;
  /**
   * What happens when a run is due and the last one still works: the new one is left out (`forbid`), or the old one is
   * stopped for it (`replace`). Two at once are not offered. @default forbid
   */
  readonly concurrency: "forbid" | "replace";
  /** How many finished runs stay to be looked at, with their pods and logs. @default 3 that went well, 3 that failed */
  readonly history: { readonly succeeded: number; readonly failed: number };
}

/** Work that each release of its image does once, before the next one takes its place. */
export interface OneOffJob extends Finite {
  readonly kind: "one-off-job";
}

const finiteDefaults = {
  uses: {},
  calls: [],
  egress: [],
  processes: 1,
  flags: [],
  scratch: [],
  retries: 2,
} as const;
const scheduledDefaults = {
  timeZone: utc,
  startWithin: minutes(5),
  concurrency: "forbid",
  history: { succeeded: 3, failed: 3 },
} as const;

type Declared<T, Defaults> = Omit<T, keyof Defaults | "kind"> & Partial<Pick<T, keyof Defaults & keyof T>>;

/** Declares a {@link ScheduledTask}. */
export function scheduledTask(
  given: Declared<ScheduledTask, typeof finiteDefaults & typeof scheduledDefaults>,
): ScheduledTask {
  return { kind: "scheduled-task", ...finiteDefaults, ...scheduledDefaults, ...given };
}

/** Declares a {@link OneOffJob}. */
export function oneOffJob(given: Declared<OneOffJob, typeof finiteDefaults>): OneOffJob {
  return { kind: "one-off-job", ...finiteDefaults, ...given };
}
