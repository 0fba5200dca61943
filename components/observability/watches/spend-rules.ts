import { days, minutes } from "../../../model/quantities/duration.ts";
import type { System } from "../../../model/system.ts";
import { settingIn } from "../../../model/variable.ts";
import type { CostWatch, DailyLimitWatch } from "../../../model/watch.ts";
import { inLines } from "../counter.ts";
import { spentIn, spentToday, spendRecords } from "./spend-records.ts";
import { recordedValue } from "./watch-line.ts";
import { aboutWatch, type WatchRules } from "./watch-rules.ts";
import { shownCounter } from "./watch-series.ts";
import type { WatchedPart } from "./watched-part.ts";

/** A budget is that of a month, and months differ. */
const month = days(30);

/** What was spent since midnight, against the limit of a day (SLO-17). */
export function dailyLimitRules(
  watch: DailyLimitWatch,
  at: WatchedPart,
  { variables }: Pick<System, "variables">,
): WatchRules {
  const { name, metric, alert } = watch;
  const setting = variables[watch.limit];
  if (setting?.kind !== "setting") return { counts: [], lines: [], alerts: [] };
  const limit = Number(settingIn(setting, at.environment));
  const told = (limit * alert.partsPerMillion) / 1_000_000;
  return {
    counts: spendRecords(at, name, shownCounter(at, metric)),
    lines: [
      {
        name,
        title: `${metric.meaning}, since midnight in UTC`,
        unit: "tokens",
        value: spentToday(at, name),
        target: limit,
        alert: told,
      },
    ],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "DailyLimitNear",
        when: `${recordedValue(at, name)} > ${told}`,
        for: minutes(0),
        summary: `{{ $value | humanize }} of ${limit} are spent since midnight, by ${metric.name}`,
        description: `${watch.limit} is ${limit} a day, and this is more than ${alert} of it. At midnight in UTC it begins anew.`,
      },
    ],
  };
}

/** What something costs, against the same time of the days before, and against what a month may cost (SLO-28, CST-03). */
export function costRules(watch: CostWatch, at: WatchedPart): WatchRules {
  const { name, metric, unusual, atLeast, alert } = watch;
  const budget = watch.budget[at.environment];
  const told = (budget * alert.partsPerMillion) / 1_000_000;
  const value = recordedValue(at, name);
  const usual = recordedValue(at, `${name}-usual`);
  const monthly = recordedValue(at, `${name}-month`);
  return {
    counts: spendRecords(at, name, shownCounter(at, metric)),
    lines: [
      {
        name,
        title: `${metric.meaning}, since midnight in UTC`,
        unit: "dollars",
        value: spentToday(at, name),
      },
      {
        name: `${name}-usual`,
        title: "the same by this time of day, on average of the week before",
        unit: "dollars",
        value: usualOf(value),
      },
    ],
    alerts: [
      {
        ...aboutWatch(watch, at),
        name: "CostUnusual",
        when: inLines(`${value} > on () ${unusual} * ${usual}`, `and on () ${value} >= ${atLeast}`),
        for: minutes(15),
        summary: `{{ $value | humanize }} dollars since midnight, by ${metric.name}`,
        description: `That is more than ${unusual} times what the week before had cost by this time of day, and at least ${atLeast} dollars.`,
      },
    ],
    slowLines: [
      {
        name: `${name}-month`,
        title: `${metric.meaning}, in ${month}`,
        unit: "dollars",
        value: spentIn(at, name, month),
        target: budget,
        alert: told,
      },
    ],
    slowAlerts: [
      {
        ...aboutWatch(watch, at),
        name: "BudgetNearlySpent",
        when: `${monthly} > ${told}`,
        for: minutes(10),
        summary: `{{ $value | humanize }} of ${budget} dollars were spent in ${month}, by ${metric.name}`,
        description: `More than ${alert} of what a month may cost.`,
      },
    ],
  };
}

/** The days before that a cost is held against. */
const daysBefore = [1, 2, 3, 4, 5, 6, 7];

/** Fewer days than this don't tell what is usual. */
const fewestDays = 3;

/** What the number was at this time of day, on average, in PromQL. Days that nothing is known of are left out. */
function usualOf(value: string): string {
  const ago = daysBefore.map((day) => `label_replace(${value} offset ${day}d, "ago", "${day}", "", "")`);
  return inLines(`avg(`, `  ${ago.join("\n  or ")}`, `) and on () (${value} offset ${fewestDays}d)`);
}
