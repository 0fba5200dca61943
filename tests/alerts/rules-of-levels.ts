import type { AlertRule, RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";

/** The rules of those objectives of a system in production whose name matches, without those on their budgets. */
export function rulesOf(system: string, name: RegExp): RuleSpec {
  const environment = realEnvironment("production");
  const own = realSystem("production", system);
  const labelled = { system, owner: own.system.owner, environment: environment.name };
  const { groups } = serviceLevelRuleSpec(environment, own, labelled);
  return { groups: groups.filter((group) => name.test(group.name)) };
}

/** Those of the rules that record one thing, so that what they go by can be given. */
export const recordsOf = ({ groups }: RuleSpec, name: string): RuleSpec => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => "record" in rule && rule.record === name),
  })),
});

/** Some of the alerts of a group alone. */
export const alertsOf = (
  { groups }: RuleSpec,
  group: string,
  isAsked: (alert: AlertRule) => boolean,
): RuleSpec => ({
  groups: groups
    .filter(({ name }) => name === group)
    .map((found) => ({ ...found, rules: found.rules.filter((rule) => "alert" in rule && isAsked(rule)) })),
});
