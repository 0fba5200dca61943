import { describe, expect, test } from "vitest";
import type { RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { watchRuleSpec } from "../../../components/observability/watches/watch-rule-spec.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { withNightlyTask } from "../../support/nightly-task.ts";
import { hasPromtool } from "../promtool.ts";
import { checkRules, testRules } from "../rule-file.ts";
import { causeTests } from "./cause-courses.ts";
import { dayBatches } from "./day-courses.ts";
import { minuteBatches } from "./minute-courses.ts";
import { paymentCourses } from "./payment-courses.ts";

// Watches are held against what may befall a system, by Prometheus' own engine.

const environment = realEnvironment("production");
const rulesOf = (system: string): RuleSpec => {
  const own = withNightlyTask(realSystem("production", system));
  return watchRuleSpec(environment, own, {
    system,
    owner: own.system.owner,
    environment: environment.name,
  });
};
const atlas = rulesOf("atlas-ux");
const crb = rulesOf("crb-analyser");

const batches = [
  ...minuteBatches.map((batch) => ({ rules: atlas, given: undefined, ...batch })),
  ...dayBatches.map((batch) => ({ rules: atlas, given: undefined, ...batch })),
  {
    about: "causes",
    rules: atlas,
    groups: /^causes$/,
    step: minutes(5),
    tests: causeTests,
    given: undefined,
  },
  {
    about: "payments",
    rules: crb,
    groups: /-payments-/,
    step: minutes(1),
    tests: paymentCourses,
    given: undefined,
  },
].map(({ rules, groups, given, ...batch }) => ({
  ...batch,
  rules: {
    groups: rules.groups
      .filter(({ name }) => groups.test(name))
      .map((group) => ({
        ...group,
        rules: group.rules.filter(
          (rule) => !("record" in rule && given?.test(JSON.stringify([rule.record, rule.labels]))),
        ),
      })),
  },
}));

test("each alert fires in some course of events", () => {
  const fired = new Set(batches.flatMap(({ tests }) => tests.flatMap(({ fires }) => fires)));
  const alerts = [atlas, crb].flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []))),
  );
  expect([...fired].sort()).toEqual([...new Set(alerts)].sort());
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test.each(["atlas-ux", "crb-analyser", "odd-scenes"])("reads the rules of %s", async (system) => {
    await checkRules(rulesOf(system));
  });

  test.each(batches)(
    "tells of $about when it should, and of nothing else",
    async ({ rules, step, tests }) => {
      await testRules(rules, step, tests);
    },
    120_000,
  );
});
