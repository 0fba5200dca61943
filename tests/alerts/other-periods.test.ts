import { describe, expect, test } from "vitest";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { serviceLevels } from "../../components/observability/service-levels/service-level.ts";
import { availability } from "../../model/objective.ts";
import { days } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { budgetCourses, budgetEnd, endOf, firingCourses, limitCourses } from "./objective-courses.ts";
import { pacesOver } from "./pace-arithmetic.ts";
import { hasPromtool } from "./promtool.ts";
import { fromCounts, triedOf } from "./recorded-counts.ts";
import { lookAtEnd } from "./rule-file.ts";

const environment = realEnvironment("production");

/** A system whose services promise the same over another period. */
function promised(period: number) {
  const { system } = realSystem("production", "atlas-ux");
  const own = { system: { ...system, objectives: [availability(percent(99.9), { period: days(period) })] } };
  const labelled = { system: system.name, owner: system.owner, environment: environment.name };
  return {
    tried: serviceLevels(environment, own).map(triedOf),
    rules: serviceLevelRuleSpec(environment, own, labelled),
  };
}

describe.skipIf(!hasPromtool()).each([7, 28])("an objective over %d days", (period) => {
  const { tried, rules } = promised(period);

  test("is alerted on at the minute that follows from its target", async () => {
    expect(tried.map(({ periodMinutes }) => periodMinutes)).toEqual([period * 1440, period * 1440]);
    for (const pace of pacesOver(period * 1440))
      await lookAtEnd(
        fromCounts(rules, ({ labels }) => labels["long"] === pace.label),
        endOf(pace),
        [...firingCourses(pace, tried), ...limitCourses(pace, tried)],
      );
  });

  test("has a budget of that period", async () => {
    const budgets = fromCounts(rules, ({ alert }) =>
      ["ErrorBudgetLow", "ErrorBudgetExhausted"].includes(alert),
    );
    await lookAtEnd(budgets, budgetEnd, budgetCourses(tried));
  });
});

test("what is recorded over other periods is called the same", () => {
  const names = (period: number): unknown =>
    promised(period).rules.groups.map(({ name, rules }) => [
      name,
      rules.map((rule) =>
        "record" in rule ? [rule.record, rule.labels] : [rule.alert, rule.labels["long"]],
      ),
    ]);
  expect(names(7)).toEqual(names(30));
  expect(names(90)).toEqual(names(30));
});
