import { describe, expect, test } from "vitest";
import { minutes } from "../../model/quantities/duration.ts";
import { endOf } from "./objective-courses.ts";
import { hasPromtool } from "./promtool.ts";
import { fromCounts } from "./recorded-counts.ts";
import { checkRules, lookAtEnd, testRules } from "./rule-file.ts";
import { rulesOf } from "./rules-of-levels.ts";
import { durabilityCourses, uptimeCourses } from "./state-courses.ts";
import { durabilityTried, stateLooks, uptimeTried } from "./state-paces.ts";

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

  test.each([
    { ...uptimeTried, rules: uptime },
    { ...durabilityTried, rules: durability },
  ])("tells of so many bad minutes at each pace: $tried.id", async ({ rules, ...state }) => {
    for (const pace of state.paces) {
      const asked = fromCounts(rules, ({ labels }) => labels["long"] === pace.label);
      await lookAtEnd(asked, endOf(pace), stateLooks(state, pace));
    }
  });
});

test("nobody is woken for durability: what it is made of has alerts of its own", () => {
  const alerts = (rules: typeof uptime) =>
    new Set(
      rules.groups.flatMap(({ rules: of }) => of.flatMap((rule) => ("alert" in rule ? [rule.alert] : []))),
    );
  expect(alerts(durability)).toEqual(new Set(["ErrorBudgetBurnsSlowly", "ServiceLevelUnknown"]));
  expect(alerts(uptime)).toContain("ErrorBudgetBurnsFast");
});
