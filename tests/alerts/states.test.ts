import { describe, expect, test } from "vitest";
import { minutes } from "../../model/quantities/duration.ts";
import { hasPromtool } from "./promtool.ts";
import { checkRules, testRules } from "./rule-file.ts";
import { rulesOf } from "./rules-of-levels.ts";
import { durabilityCourses, uptimeCourses } from "./state-courses.ts";

const uptime = rulesOf("crb-analyser", /-crb-frontend-uptime$/);
const durability = rulesOf("atlas-ux", /-durability$/);

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("reads the rules on states", async () => {
    await checkRules({ groups: [...uptime.groups, ...durability.groups] });
  });

  test("pages when a site is not reached from outside at two looks, and for nothing else (SLO-08)", async () => {
    await testRules(uptime, minutes(1), uptimeCourses);
  }, 120_000);

  test("opens a ticket when data is not as safe as promised, and for nothing else (SLO-05, CF-29)", async () => {
    await testRules(durability, minutes(1), durabilityCourses);
  }, 120_000);
});

test("nobody is woken for durability: what it is made of has alerts of its own", () => {
  const alerts = (rules: typeof uptime) =>
    new Set(
      rules.groups.flatMap(({ rules: of }) => of.flatMap((rule) => ("alert" in rule ? [rule.alert] : []))),
    );
  expect(alerts(durability)).toEqual(new Set(["ErrorBudgetBurnsSlowly", "ServiceLevelUnknown"]));
  expect(alerts(uptime)).toContain("ErrorBudgetBurnsFast");
});
