import type { RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { watchRuleSpec } from "../../../components/observability/watches/watch-rule-spec.ts";
import { type Duration, minutes } from "../../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { withNightlyTask } from "../../support/nightly-task.ts";
import type { RuleTest } from "../rule-file.ts";
import { causeTests } from "./cause-courses.ts";
import { dayBatches } from "./day-courses.ts";
import { minuteBatches } from "./minute-courses.ts";
import { paymentCourses } from "./payment-courses.ts";

const environment = realEnvironment("production");
/** The rules on the watches and causes of a system in production. */
export const watchRulesOf = (system: string): RuleSpec => {
  const own = withNightlyTask(realSystem("production", system));
  return watchRuleSpec(environment, own, {
    system,
    owner: own.system.owner,
    environment: environment.name,
  });
};
export const atlas = watchRulesOf("atlas-ux");
export const crb = watchRulesOf("crb-analyser");

interface Batch {
  readonly about: string;
  readonly rules: RuleSpec;
  /** From one look to the next. */
  readonly step: Duration;
  readonly tests: readonly RuleTest[];
}

/** Courses of events that are alike, with the rules that they are about. */
export const batches: readonly Batch[] = [
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
