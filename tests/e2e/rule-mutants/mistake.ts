import type {
  AlertRule,
  RecordingRule,
  RuleSpec,
} from "../../../components/observability/alert-rule-spec.ts";

type Rule = AlertRule | RecordingRule;

/** A mistake that a generator of rules could make: a rule as it would have it; nothing where it leaves the rule out. */
export type Mistake = (rule: Rule) => Rule | undefined;

/** A change of a rule's PromQL. */
export type Change = (expr: string) => string;

/** A mistake in the alert on a pace of spending, by its long window. */
export const burnAlert =
  (long: string, change: Change): Mistake =>
  (rule) =>
    "alert" in rule && rule.labels["long"] === long ? { ...rule, expr: change(rule.expr) } : rule;

/** A mistake in all that is recorded by a name. */
export const record =
  (name: string, change: Change): Mistake =>
  (rule) =>
    "record" in rule && rule.record === name ? { ...rule, expr: change(rule.expr) } : rule;

/** A mistake in all alerts of a name. */
export const alert =
  (name: string, change: Change): Mistake =>
  (rule) =>
    "alert" in rule && rule.alert === name ? { ...rule, expr: change(rule.expr) } : rule;

/** An alert that waits longer than it should, or not as long. */
export const waits =
  (name: string, how: string): Mistake =>
  (rule) =>
    "alert" in rule && rule.alert === name ? { ...rule, for: how } : rule;

/** An alert that is left out. */
export const withoutAlert =
  (name: string): Mistake =>
  (rule) =>
    "alert" in rule && rule.alert === name ? undefined : rule;

/** All limits of a query, times something. */
export const limits =
  (times: number): Change =>
  (expr) =>
    expr.replaceAll(/ > (0[.]\d+)/g, (_, limit: string) => ` > ${Number(limit) * times}`);

export const replace =
  (from: string | RegExp, to: string): Change =>
  (expr) =>
    expr.replaceAll(from, to);

/** Without the lines that a pattern matches. */
export const line =
  (pattern: RegExp): Change =>
  (expr) =>
    expr
      .split("\n")
      .filter((one) => !pattern.test(one))
      .join("\n");

/** The rules as a mistake would have them. @throws Error when it changes none */
export function mutated(
  { groups }: RuleSpec,
  { name, mistake }: { readonly name: string; readonly mistake: Mistake },
): RuleSpec {
  const changed = {
    groups: groups.map((group) => ({ ...group, rules: group.rules.flatMap((rule) => mistake(rule) ?? []) })),
  };
  if (JSON.stringify(changed) === JSON.stringify({ groups }))
    throw new Error(`No rule has what "${name}" changes`);
  return changed;
}
