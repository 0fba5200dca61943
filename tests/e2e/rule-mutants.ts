import type { AlertRule, RecordingRule, RuleSpec } from "../../components/observability/alert-rule-spec.ts";

/** A mistake that a generator of rules could make, and which of the tests must see it. */
export interface Mutant {
  readonly name: string;
  /** The courses that must see it: those of a pace by its label, the ones of budgets, or those from counters. */
  readonly seenBy: "1h" | "6h" | "1d" | "3d" | "budget" | "counters";
  /** The rule as the mistake has it; nothing where it leaves it out. */
  readonly mistake: (rule: AlertRule | RecordingRule) => AlertRule | RecordingRule | undefined;
}

const alertOver =
  (long: string, change: (expr: string) => string): Mutant["mistake"] =>
  (rule) =>
    "alert" in rule && rule.labels["long"] === long ? { ...rule, expr: change(rule.expr) } : rule;

const record =
  (name: string, change: (expr: string) => string): Mutant["mistake"] =>
  (rule) =>
    "record" in rule && rule.record === name ? { ...rule, expr: change(rule.expr) } : rule;

const alert =
  (name: string, change: (expr: string) => string): Mutant["mistake"] =>
  (rule) =>
    "alert" in rule && rule.alert === name ? { ...rule, expr: change(rule.expr) } : rule;

/** All limits of a query, times something. */
const limits = (times: number) => (expr: string) =>
  expr.replaceAll(/ > (0[.]\d+)/g, (_, limit: string) => ` > ${Number(limit) * times}`);

const replace = (from: string | RegExp, to: string) => (expr: string) => expr.replaceAll(from, to);

const line = (pattern: RegExp) => (expr: string) =>
  expr
    .split("\n")
    .filter((one) => !pattern.test(one))
    .join("\n");

const counts = "slo:requests:increase1m";
const badCounts = "slo:bad_requests:increase1m";

export const mutants: readonly Mutant[] = [
  { name: "factor 14.4 is 10", seenBy: "1h", mistake: alertOver("1h", limits(10 / 14.4)) },
  { name: "factor 14.4 is 14", seenBy: "1h", mistake: alertOver("1h", limits(14 / 14.4)) },
  { name: "factor 6 is 7", seenBy: "6h", mistake: alertOver("6h", limits(7 / 6)) },
  { name: "factor 3 is 2", seenBy: "1d", mistake: alertOver("1d", limits(2 / 3)) },
  { name: "factor 1 is 2", seenBy: "3d", mistake: alertOver("3d", limits(2)) },
  { name: "limits are percentages", seenBy: "1h", mistake: alertOver("1h", limits(100)) },
  {
    name: "a limit is reached, not passed",
    seenBy: "1h",
    mistake: alertOver("1h", replace(" > 0.", " >= 0.")),
  },
  {
    name: "an hour is looked at for six",
    seenBy: "6h",
    mistake: alertOver("6h", replace("ratio_rate6h", "ratio_rate1h")),
  },
  {
    name: "half an hour is looked at for an hour",
    seenBy: "1h",
    mistake: record("slo:sli_error:ratio_rate1h", replace("[1h]", "[30m]")),
  },
  {
    name: "the quick pair is left out",
    seenBy: "1h",
    mistake: (rule) => ("alert" in rule && rule.labels["long"] === "1h" ? undefined : rule),
  },
  {
    name: "the short window does not count",
    seenBy: "1h",
    mistake: alertOver("1h", line(/^and slo:sli_error:ratio_rate5m/)),
  },
  {
    name: "the short window is the long one",
    seenBy: "6h",
    mistake: alertOver("6h", replace("ratio_rate30m", "ratio_rate6h")),
  },
  {
    name: "what is unknown counts as what is known",
    seenBy: "1h",
    mistake: alertOver("1h", replace(/\* clamp_max\(.*, 1\)/g, "")),
  },
  { name: "one bad request pages", seenBy: "1h", mistake: alertOver("1h", replace(/>= 5$/g, ">= 1")) },
  {
    name: "fifty bad requests are needed",
    seenBy: "1h",
    mistake: alertOver("1h", replace(/>= 5$/g, ">= 50")),
  },
  {
    name: "no traffic is divided by",
    seenBy: "1h",
    mistake: record("slo:sli_error:ratio_rate1h", replace(" > 0)", ")")),
  },
  {
    name: "the month's share is not weighed by what is known",
    seenBy: "budget",
    mistake: record("slo:period_error_budget_remaining:ratio", line(/^\* clamp_max/)),
  },
  { name: "little is a fifth", seenBy: "budget", mistake: alert("ErrorBudgetLow", replace("0.25", "0.2")) },
  {
    name: "none is a tenth too much spent",
    seenBy: "budget",
    mistake: alert("ErrorBudgetExhausted", replace("<= 0", "< -0.1")),
  },
  {
    name: "no failures are no share",
    seenBy: "counters",
    mistake: record(badCounts, line(/^or on \(\) \(.*\* 0\)$/)),
  },
  {
    name: "failures of two minutes are counted in one",
    seenBy: "counters",
    mistake: record(badCounts, replace("offset 1m", "offset 2m")),
  },
  {
    name: "a counter that begins anew is not seen",
    seenBy: "counters",
    mistake: record(badCounts, replace(/\n {4}<= max by [^\n]*\)\n/g, ")\n")),
  },
  {
    name: "the first value of a series does not count",
    seenBy: "counters",
    mistake: record(badCounts, replace(" * 0\n", " * 0 < -1\n")),
  },
  {
    name: "all requests are bad",
    seenBy: "counters",
    mistake: record(badCounts, replace(',status=~"5.."', "")),
  },
  {
    name: "all requests of two minutes are counted in one",
    seenBy: "counters",
    mistake: record(counts, replace("offset 1m", "offset 2m")),
  },
];

/** The rules as a mistake would have them. @throws Error when it changes none */
export function mutated({ groups }: RuleSpec, { name, mistake }: Mutant): RuleSpec {
  const changed = {
    groups: groups.map((group) => ({ ...group, rules: group.rules.flatMap((rule) => mistake(rule) ?? []) })),
  };
  if (JSON.stringify(changed) === JSON.stringify({ groups }))
    throw new Error(`No rule has what "${name}" changes`);
  return changed;
}
