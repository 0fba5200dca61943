import type { RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import {
  budgetCourses,
  budgetEnd,
  endOf,
  firingCourses,
  limitCourses,
  unknownCourses,
} from "../../alerts/objective-courses.ts";
import { paces } from "../../alerts/pace-arithmetic.ts";
import { counterLevels, productionRules } from "../../alerts/production-objectives.ts";
import { pagingCourses, quietCourses, rawEnd } from "../../alerts/raw-courses.ts";
import { fromCounts, triedOf } from "../../alerts/recorded-counts.ts";
import { playToEnd } from "../../alerts/rule-file.ts";
import { alert, burnAlert, limits, line, record, replace } from "./mistake.ts";
import type { Mutant, Subject } from "./subject.ts";

// One objective is enough for a mistake that is made in all of them.
const levels = counterLevels.filter(({ id }) => id === "crb-analyser-crb-backend-availability");
const tried = levels.map(triedOf);

/** Plays what is called by the label of a pace, the courses of budgets, or those that begin at counters. */
async function play(those: RuleSpec, courses: string): Promise<void> {
  if (courses === "counters") {
    const groups = those.groups.filter(({ name }) => levels.some(({ id }) => name === id));
    const looks = levels.flatMap((level) => [
      ...pagingCourses(level).filter(({ name }) => name.includes(" 10% bad")),
      ...quietCourses(level),
    ]);
    return playToEnd({ groups }, rawEnd, looks);
  }
  if (courses === "budget") {
    const asked = fromCounts(those, ({ alert: name }) =>
      ["ErrorBudgetLow", "ErrorBudgetExhausted"].includes(name),
    );
    return playToEnd(asked, budgetEnd, budgetCourses(tried));
  }
  for (const pace of paces.filter(({ label }) => label === courses))
    await playToEnd(
      fromCounts(those, ({ labels }) => labels["long"] === pace.label),
      endOf(pace),
      [firingCourses, limitCourses, unknownCourses].flatMap((of) => of(pace, tried)),
    );
}

const counts = "slo:requests:increase1m";
const badCounts = "slo:bad_requests:increase1m";

const mutants: readonly Mutant<"1h" | "6h" | "1d" | "3d" | "budget" | "counters">[] = [
  { name: "factor 14.4 is 10", seenBy: "1h", mistake: burnAlert("1h", limits(10 / 14.4)) },
  { name: "factor 14.4 is 14", seenBy: "1h", mistake: burnAlert("1h", limits(14 / 14.4)) },
  { name: "factor 6 is 7", seenBy: "6h", mistake: burnAlert("6h", limits(7 / 6)) },
  { name: "factor 3 is 2", seenBy: "1d", mistake: burnAlert("1d", limits(2 / 3)) },
  { name: "factor 1 is 2", seenBy: "3d", mistake: burnAlert("3d", limits(2)) },
  { name: "limits are percentages", seenBy: "1h", mistake: burnAlert("1h", limits(100)) },
  {
    name: "a limit is reached, not passed",
    seenBy: "1h",
    mistake: burnAlert("1h", replace(" > 0.", " >= 0.")),
  },
  {
    name: "an hour is looked at for six",
    seenBy: "6h",
    mistake: burnAlert("6h", replace("ratio_rate6h", "ratio_rate1h")),
  },
  {
    name: "half an hour is looked at for an hour",
    seenBy: "1h",
    mistake: record("slo:sli_error:ratio_rate1h", replace("[1h]", "[30m]")),
  },
  {
    name: "the quick pair is left out",
    seenBy: "1h",
    mistake: (rule) => ("alert" in rule && rule.labels["long"] === "1h" ? undefined : rule),
  },
  {
    name: "the short window does not count",
    seenBy: "1h",
    mistake: burnAlert("1h", line(/^and slo:sli_error:ratio_rate5m/)),
  },
  {
    name: "the short window is the long one",
    seenBy: "6h",
    mistake: burnAlert("6h", replace("ratio_rate30m", "ratio_rate6h")),
  },
  {
    name: "what is unknown counts as what is known",
    seenBy: "1h",
    mistake: burnAlert("1h", replace(/\* clamp_max\(.*, 1\)/g, "")),
  },
  { name: "one bad request pages", seenBy: "1h", mistake: burnAlert("1h", replace(/>= 5$/g, ">= 1")) },
  {
    name: "fifty bad requests are needed",
    seenBy: "1h",
    mistake: burnAlert("1h", replace(/>= 5$/g, ">= 50")),
  },
  {
    name: "no traffic is divided by",
    seenBy: "1h",
    mistake: record("slo:sli_error:ratio_rate1h", replace(" > 0)", ")")),
  },
  {
    name: "the month's share is not weighed by what is known",
    seenBy: "budget",
    mistake: record("slo:period_error_budget_remaining:ratio", line(/^\* clamp_max/)),
  },
  { name: "little is a fifth", seenBy: "budget", mistake: alert("ErrorBudgetLow", replace("0.25", "0.2")) },
  {
    name: "none is a tenth too much spent",
    seenBy: "budget",
    mistake: alert("ErrorBudgetExhausted", replace("<= 0", "< -0.1")),
  },
  {
    name: "no failures are no share",
    seenBy: "counters",
    mistake: record(badCounts, line(/^or on \(\) \(.*\* 0\)$/)),
  },
  {
    name: "failures of two minutes are counted in one",
    seenBy: "counters",
    mistake: record(badCounts, replace("offset 1m", "offset 2m")),
  },
  {
    name: "a counter that begins anew is not seen",
    seenBy: "counters",
    mistake: record(badCounts, replace(/\n {4}<= max by [^\n]*\)\n/g, ")\n")),
  },
  {
    name: "the first value of a series does not count",
    seenBy: "counters",
    mistake: record(badCounts, replace(" * 0\n", " * 0 < -1\n")),
  },
  {
    name: "all requests are bad",
    seenBy: "counters",
    mistake: record(badCounts, replace(',status=~"5.."', "")),
  },
  {
    name: "all requests of two minutes are counted in one",
    seenBy: "counters",
    mistake: record(counts, replace("offset 1m", "offset 2m")),
  },
];

export const burnRates: Subject = {
  about: "what is counted and how fast a budget burns",
  rules: {
    groups: productionRules.groups.filter(({ name }) => levels.some(({ id }) => name.startsWith(id))),
  },
  mutants,
  play: async (rules, courses) => {
    for (const one of courses) await play(rules, one);
  },
};
