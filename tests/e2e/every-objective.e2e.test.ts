import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../../components/observability/service-levels/service-level.ts";
import { endOf, unknownCourses } from "../alerts/objective-courses.ts";
import { paces } from "../alerts/pace-arithmetic.ts";
import { counterLevels, productionLevels, productionRules } from "../alerts/production-objectives.ts";
import { pagingCourses, quietCourses, rawEnd } from "../alerts/raw-courses.ts";
import { fromCounts, triedOf } from "../alerts/recorded-counts.ts";
import { lookAtEnd } from "../alerts/rule-file.ts";

const groupOf = ({ id }: ServiceLevel) => ({
  groups: productionRules.groups.filter(({ name }) => name === id),
});

describe("from the counters of programs and of the gateway", () => {
  test.each(counterLevels)("$id is paged for at the minute that follows from its target", async (level) => {
    const courses = pagingCourses(level);
    expect(courses.length).toBeGreaterThan(0);
    await lookAtEnd(groupOf(level), rawEnd, courses);
  });

  test.each(counterLevels)("$id has a share of what there is, and of nothing none", async (level) => {
    await lookAtEnd(groupOf(level), rawEnd, quietCourses(level));
  });

  test("what is unknown of three days changes nothing", async () => {
    const tried = productionLevels.map(triedOf);
    for (const pace of paces.filter(({ label }) => label === "3d"))
      await lookAtEnd(
        fromCounts(productionRules, ({ labels }) => labels["long"] === pace.label),
        endOf(pace),
        unknownCourses(pace, tried),
      );
  });
});
