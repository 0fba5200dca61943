import type { RuleTest } from "./rule-file.ts";
import { course, slow } from "./service-level-courses.ts";
import { answers, availabilityRecorded as level, faults, up } from "./service-level-series.ts";

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

const day = 1440;
const stopped = "RequestsStopped";

/** What is recorded of the API's requests, by the minutes of each quarter of an hour: a week of it, and what there is since. */
const weekLong = (
  name: string,
  fires: readonly string[],
  {
    quarter = "8x14",
    first,
    last,
    since = "0x29",
    minutes = 29,
  }: {
    readonly quarter?: string;
    /** The first day. @default as each other */
    readonly first?: string;
    /** Yesterday. @default as each other */
    readonly last?: string;
    readonly since?: string;
    /** How many of what there is since. */
    readonly minutes?: number;
  } = {},
): RuleTest => ({
  name,
  at: 30 + 7 * day + minutes,
  series: {
    [`slo:requests:increase1m${level}`]: [
      // Half an hour before, so that what is looked at a week ago is there from the beginning.
      ...quarters(first ?? quarter, 30 + day),
      ...quarters(quarter, 5 * day),
      ...quarters(last ?? quarter, day),
      since,
    ].join(" "),
  },
  fires,
});

const quarters = (quarter: string, minutes: number): readonly string[] =>
  Array.from({ length: minutes / 15 }, () => quarter);

const nobody = "0x14";

// A window may have both of its ends or one, by the release: 15 minutes or 16. Of eight requests a minute those are 120 or 128.

export const weeksLong: readonly RuleTest[] = [
  weekLong("nobody comes who came each day", [stopped]),
  // That nobody came in a quarter of an hour is seen after 15 minutes, and it must stay so for five.
  weekLong("nobody has come for 15 minutes", [], { minutes: 15 }),
  weekLong("nobody has come for 20 minutes", [stopped], { minutes: 20 }),
  weekLong("somebody came nine minutes ago", [], { since: "0x19 1 0x9" }),
  weekLong("all come in one minute of fifteen", [], { quarter: "0x4 120 0x8" }),
  weekLong("hardly anybody comes", [], { quarter: "1x14" }),
  weekLong("six come a minute, which are fewer than 100", [], { quarter: "6x14" }),
  weekLong("seven come a minute, which are more", [stopped], { quarter: "7x14" }),
  weekLong("some come in 11 of 15 minutes", [], { quarter: "20x10 0x3" }),
  weekLong("some come in 13 of 15 minutes", [stopped], { quarter: "20x12 0x1" }),
  weekLong("nobody came yesterday", [], { last: nobody }),
  weekLong("nobody came a week ago", [], { first: nobody }),
];

const unknown = "ServiceLevelUnknown";
const isAsked = (
  at: number,
  series: Readonly<Record<string, string>>,
  name: string,
  fires: readonly string[],
) => ({
  name,
  at,
  series: { [up]: `1x${at}`, ...series },
  fires,
});

/**
 * A service that is asked, and counts nothing. That is known at the second evaluation, ten minutes in, and a day must pass. An
 * alert is looked at when it is evaluated: what fired is forgotten five minutes later.
 */
export const uncounted: readonly RuleTest[] = [
  isAsked(1440, {}, "not one request is counted for nearly a day", []),
  isAsked(1450, {}, "not one request is counted for a day", [unknown]),
  isAsked(3000, { [up]: "0x3000" }, "nobody asks for two days", []),
  // The last count is more than a day old at the evaluation after 1550 minutes.
  isAsked(2980, { [answers()]: "_x100 5" }, "the last request is nearly two days old", []),
  isAsked(2990, { [answers()]: "_x100 5" }, "the last request is two days old", [unknown]),
];
