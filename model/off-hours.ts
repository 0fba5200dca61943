import type { CronSchedule } from "./cron-schedule.ts";
import type { TimeZone } from "./time-zone.ts";

/** When a system of a development environment is switched off and on again (CST-05). */
export interface OffHours {
  /** Where the clock hangs that both times are read from. */
  readonly timeZone: TimeZone;
  readonly down: CronSchedule;
  readonly up: CronSchedule;
}

/** What everything goes by that switches a system off and on, so that no service or task may. */
export const offHoursName = "off-hours";
