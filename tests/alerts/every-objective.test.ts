import { describe, expect, test } from "vitest";
import {
  budgetCourses,
  budgetEnd,
  endOf,
  firingCourses,
  limitCourses,
  unknownCourses,
} from "./objective-courses.ts";
import { noteCourses, noteMinutes } from "./objective-evidence.ts";
import { paces } from "./pace-arithmetic.ts";
import { productionLevels, productionRules } from "./production-objectives.ts";
import { hasPromtool } from "./promtool.ts";
import { fromCounts, triedOf } from "./recorded-counts.ts";
import { lookAtEnd } from "./rule-file.ts";

const tried = productionLevels.map(triedOf);

test("every system has objectives to try", () => {
  expect(new Set(tried.map(({ labels }) => labels["system"]))).toEqual(
    new Set(["atlas-ux", "crb-analyser", "odd-scenes"]),
  );
});

describe.skipIf(!hasPromtool())("what each objective in production is alerted on", () => {
  test.each(paces)("fires at the minute that follows from its target, over $label", async (pace) => {
    const rules = fromCounts(productionRules, ({ labels }) => labels["long"] === pace.label);
    const courses = [...firingCourses(pace, tried), ...limitCourses(pace, tried)];
    await lookAtEnd(rules, endOf(pace), courses);
    noteCourses(tried, courses);
    noteMinutes(tried, pace);
  });

  // Those over three days take as long as all others together: they are played with what takes long.
  test.each(paces.filter(({ label }) => label !== "3d"))(
    "does not depend on what is unknown, over $label",
    async (pace) => {
      const rules = fromCounts(productionRules, ({ labels }) => labels["long"] === pace.label);
      const courses = unknownCourses(pace, tried);
      await lookAtEnd(rules, endOf(pace), courses);
      noteCourses(tried, courses);
    },
  );

  test("tells when a budget is nearly gone, and gone", async () => {
    const rules = fromCounts(productionRules, ({ alert }) =>
      ["ErrorBudgetLow", "ErrorBudgetExhausted"].includes(alert),
    );
    const courses = budgetCourses(tried);
    await lookAtEnd(rules, budgetEnd, courses);
    noteCourses(tried, courses);
  });
});
