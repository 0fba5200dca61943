import { describe, expect, test } from "vitest";
import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import {
  budgetCourses,
  budgetEnd,
  endOf,
  firingCourses,
  limitCourses,
  unknownCourses,
} from "../alerts/objective-courses.ts";
import { paces } from "../alerts/pace-arithmetic.ts";
import { counterLevels, productionRules } from "../alerts/production-objectives.ts";
import { pagingCourses, quietCourses, rawEnd } from "../alerts/raw-courses.ts";
import { fromCounts, triedOf } from "../alerts/recorded-counts.ts";
import { playToEnd } from "../alerts/rule-file.ts";
import { type Mutant, mutants, mutated } from "./rule-mutants.ts";

// One objective is enough for a mistake that is made in all of them.
const levels = counterLevels.filter(({ id }) => id === "crb-analyser-crb-backend-availability");
const tried = levels.map(triedOf);
const rules: RuleSpec = {
  groups: productionRules.groups.filter(({ name }) => levels.some(({ id }) => name.startsWith(id))),
};

/** Plays what must see a mistake to rules that may have it. */
async function play({ seenBy }: Mutant, those: RuleSpec): Promise<void> {
  if (seenBy === "counters") {
    const groups = those.groups.filter(({ name }) => levels.some(({ id }) => name === id));
    const courses = levels.flatMap((level) => [
      ...pagingCourses(level).filter(({ name }) => name.includes(" 10% bad")),
      ...quietCourses(level),
    ]);
    return playToEnd({ groups }, rawEnd, courses);
  }
  if (seenBy === "budget") {
    const asked = fromCounts(those, ({ alert }) =>
      ["ErrorBudgetLow", "ErrorBudgetExhausted"].includes(alert),
    );
    return playToEnd(asked, budgetEnd, budgetCourses(tried));
  }
  for (const pace of paces.filter(({ label }) => label === seenBy))
    await playToEnd(
      fromCounts(those, ({ labels }) => labels["long"] === pace.label),
      endOf(pace),
      [firingCourses, limitCourses, unknownCourses].flatMap((courses) => courses(pace, tried)),
    );
}

describe("a mistake in the generator is seen by the tests", () => {
  test.each(mutants)("$name", async (mutant) => {
    await expect(play(mutant, mutated(rules, mutant))).rejects.toThrow("FAILED");
  });

  test.each([...Map.groupBy(mutants, ({ seenBy }) => seenBy)])(
    "and without one, those of %s have nothing to say",
    async (_, [one]) => {
      expect(one).toBeDefined();
      if (one) await play(one, rules);
    },
  );
});
