import type { RuleTest } from "./rule-file.ts";
import { course, slow } from "./service-level-courses.ts";
import { availabilityRecorded as level, faults } from "./service-level-series.ts";

/** What plays a day is played to the rules of one objective alone. */
export const daysLong: readonly RuleTest[] = [
  // Three times 0.5 % are 1.5 % of a day's requests: at 2 %, 1,080 minutes. No page: 2 % is less than six times 0.5 %.
  course(
    "one in fifty failed for a minute less than 18 hours",
    1139,
    faults({ bad: 1079, badPerMinute: 2 }),
    [],
  ),
  course(
    "one in fifty failed for a minute more than 18 hours",
    1141,
    faults({ bad: 1081, badPerMinute: 2 }),
    [slow],
  ),
];

/** A week of what is recorded of the API's requests, each minute, and then the quarter of an hour that is looked at. */
const weekLong = (name: string, eachDay: string, fires: readonly string[]): RuleTest => ({
  name,
  at: 10_109,
  series: {
    [`slo:requests:increase1m${level}`]: `${Array.from({ length: 7 }, () => eachDay).join(" ")} 0x29`,
  },
  fires,
});

export const weeksLong: readonly RuleTest[] = [
  weekLong("nobody comes who came each day", "8x1439", ["RequestsStopped"]),
  weekLong("somebody comes for a minute each day, and not today", "0x19 120 0x1418", []),
  weekLong("hardly anybody comes", "1x1439", []),
];
