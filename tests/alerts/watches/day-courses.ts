import { days, type Duration, hours, minutes } from "../../../model/quantities/duration.ts";
import { labelled } from "../made-up-series.ts";
import type { RuleTest } from "../rule-file.ts";
import { modelTokens, of } from "./atlas-series.ts";

// What is spent in days. Time begins at midnight in UTC. Courses look each ten minutes, of which a day has 144.

const day = days(1).wholeSeconds / 60;
const asked = { [of("web", "up")]: 1, [of("engine-worker", "up")]: 1 };
const tokensToday = 'sum(watch:value{watch="llm-tokens"})';

/** 40,000 tokens each ten minutes: four fifths of the 5,000,000 of a day are passed after 101 of them. */
const fast = { ...asked, [modelTokens("web")]: "0+40000x999" };

/** The limit of tokens, which begins anew at midnight (SLO-17). */
export const tokenCourses: readonly RuleTest[] = [
  { name: "four fifths are spent", series: fast, at: 1000, fires: [], comesTo: { [tokensToday]: 4_000_000 } },
  { name: "more than four fifths are spent", series: fast, at: 1010, fires: ["DailyLimitNear"] },
  { name: "it is almost midnight", series: fast, at: day - 10, fires: ["DailyLimitNear"] },
  { name: "it is midnight", series: fast, at: day, fires: [], comesTo: { [tokensToday]: 40_000 } },
  {
    name: "the next day, as much is spent",
    series: fast,
    at: day + 1000,
    fires: ["DailyLimitNear"],
    comesTo: { [tokensToday]: 4_040_000 },
  },
  {
    name: "the second day after, nothing has been spent for a day",
    series: { ...asked, [modelTokens("web")]: "0+40000x143 5720000x999" },
    at: 2 * day + 600,
    fires: [],
    comesTo: { [tokensToday]: 0 },
  },
  {
    name: "two services spend it together",
    series: { ...asked, [modelTokens("web")]: "0+20000x999", [modelTokens("engine-worker")]: "0+20000x999" },
    at: 1010,
    fires: ["DailyLimitNear"],
  },
  {
    name: "the process begins anew at midnight",
    series: { ...asked, [modelTokens("web")]: "0+40000x143 0+40000x999" },
    at: day + 60,
    fires: [],
    comesTo: { [tokensToday]: 240_000 },
  },
  {
    name: "the process begins anew at noon",
    series: { ...asked, [modelTokens("web")]: "0+40000x71 0+40000x999" },
    at: 1010,
    fires: [],
    comesTo: { [tokensToday]: 4_000_000 },
  },
  {
    name: "a process that has counted for weeks is seen for the first time",
    series: { ...asked, [modelTokens("web")]: "90000000+10x999" },
    at: 60,
    fires: [],
    comesTo: { [tokensToday]: 60 },
  },
  { name: "nothing is spent", series: { ...asked, [modelTokens("web")]: 0 }, at: 60, fires: [] },
];

const costToday = labelled("watch:value", {
  watch: "llm-cost",
  system: "atlas-ux",
  environment: "production",
  namespace: "atlas-ux-production",
  part: "atlas-ux",
});

/** So many whole days, each of which spends so much every half an hour, and then one that spends so much. */
const costing = (wholeDays: number, usual: number, after: number): RuleTest["series"] => ({
  [costToday]: [...Array.from({ length: wholeDays }, () => `0+${usual}x47`), `0+${after}x47`].join(" "),
});

/**
 * What it costs, against the days before (SLO-28), looked at each half an hour. What was spent since midnight is given, as {@link tokenCourses} hold how
 * it is counted.
 */
export const costCourses: readonly RuleTest[] = [
  {
    name: "three times as much, and 5 dollars at last",
    series: costing(3, 0.3, 0.9),
    at: 3 * day + 180,
    fires: [],
    comesTo: { [`sum(${costToday})`]: 5.4 },
  },
  {
    name: "three times as much, and 5 dollars for half an hour",
    series: costing(3, 0.3, 0.9),
    at: 3 * day + 210,
    fires: ["CostUnusual"],
  },
  { name: "nearly twice as much", series: costing(3, 0.3, 0.59), at: 3 * day + 1200, fires: [] },
  {
    name: "three times as much, which is little",
    series: costing(3, 0.02, 0.06),
    at: 3 * day + 1200,
    fires: [],
  },
  {
    name: "nobody knows what is usual, as it is the third day",
    series: costing(2, 0.3, 2),
    at: 2 * day + 1200,
    fires: [],
  },
  {
    name: "it is over at midnight",
    series: {
      [costToday]: [...Array.from({ length: 3 }, () => "0+0.3x47"), "0+0.9x47", "0+0.3x47"].join(" "),
    },
    at: 4 * day + 600,
    fires: [],
  },
];

/** What is recorded of a minute, here of an hour. */
const spent = (name: string): string =>
  labelled("watch:spent:increase1m", {
    watch: "llm-cost",
    system: "atlas-ux",
    environment: "production",
    namespace: "atlas-ux-production",
    part: "atlas-ux",
    day: name,
  });

/** 30 days, of which 800 of 1,000 dollars are the bound, looked at each hour. */
export const monthCourses: readonly RuleTest[] = [
  { name: "a day and a half too early", series: { [spent("even")]: 1.12 }, at: 29 * day - 720, fires: [] },
  {
    name: "807 dollars in 30 days",
    series: { [spent("even")]: 1.12 },
    at: 30 * day,
    fires: ["BudgetNearlySpent"],
  },
  {
    name: "the same, in days of both names",
    series: { [spent("even")]: 0.56, [spent("odd")]: 0.56 },
    at: 30 * day,
    fires: ["BudgetNearlySpent"],
  },
  { name: "793 dollars in 30 days", series: { [spent("even")]: 1.1 }, at: 30 * day, fires: [] },
];

/** A counter with labels may be missing for as long as nothing happens, and a week is too long. */
export const weekCourses: readonly RuleTest[] = [
  { name: "no token was spent for a week", series: asked, at: 7 * day, fires: [] },
  {
    name: "no token was spent for a week and an hour",
    series: asked,
    at: 7 * day + 60,
    fires: ["WatchUnknown"],
  },
  {
    name: "the service began three days ago",
    series: { [of("web", "up")]: "_x96 1x999" },
    at: 7 * day + 60,
    fires: [],
  },
  {
    name: "some were spent four days ago",
    series: { ...asked, [modelTokens("web")]: "_x72 1 1 stale", [modelTokens("engine-worker")]: 1 },
    at: 7 * day + 60,
    fires: [],
  },
];

/** Courses that are alike, and the rules that they are about. */
interface Batch {
  readonly about: string;
  readonly groups: RegExp;
  readonly step: Duration;
  readonly tests: readonly RuleTest[];
  /** What is recorded in production, and given here: what the records, as JSON, match. */
  readonly given?: RegExp;
}

export const dayBatches: readonly Batch[] = [
  { about: "the limit of a day", groups: /-llm-tokens$/, step: minutes(10), tests: tokenCourses },
  {
    about: "unusual costs",
    groups: /-llm-cost$/,
    step: minutes(30),
    tests: costCourses,
    given: /"watch:(spent:increase1m|value)".*"watch":"llm-cost"/,
  },
  { about: "a month's costs", groups: /-llm-cost-month$/, step: hours(1), tests: monthCourses },
  { about: "what was not told for a week", groups: /-llm-tokens$/, step: hours(1), tests: weekCourses },
];
