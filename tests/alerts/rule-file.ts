import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import { debianPackages } from "../../toolchain/cluster/debian.ts";

/** One course of events, and what fires at its end. */
export interface RuleTest {
  readonly name: string;
  /** Values of series by their names, each for every step: one that stays, or as promtool writes them. */
  readonly series: Readonly<Record<string, number | string>>;
  /** When it is looked at, in minutes from the beginning. */
  readonly at: number;
  /** The names of all alerts that fire then. */
  readonly fires: readonly string[];
  /** What queries come to then. @default none is asked */
  readonly comesTo?: Readonly<Record<string, number>>;
}

async function promtool(command: readonly string[], files: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rules-"));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), stringify(content, { lineWidth: 0 }));
    const program = join(await debianPackages(["prometheus"]), "usr/bin/promtool");
    const [file = ""] = Object.keys(files);
    execFileSync(program, [...command, join(folder, file)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has Prometheus read rules. @throws Error with what it says, also of two rules that are the same. */
export const checkRules = (rules: RuleSpec): Promise<void> =>
  promtool(["check", "rules", "--lint=all", "--lint-fatal"], { "rules.yaml": rules });

/**
 * Plays courses of events to Prometheus' own engine.
 * @param step Time from one value to the next.
 * @param evaluated Time from one evaluation to the next. @default as long
 * @throws Error with what it says, and in which course, when others fire than should.
 */
export async function testRules(
  rules: RuleSpec,
  step: Duration,
  tests: readonly RuleTest[],
  evaluated = step,
): Promise<void> {
  try {
    await playRules(rules, step, tests, evaluated);
  } catch (error) {
    // Not every release of it says which of several failed.
    const [first, ...more] = tests;
    if (more.length > 0) for (const test of tests) await testRules(rules, step, [test], evaluated);
    throw new Error(`${first?.name ?? "nothing"}: ${(error as Error).message}`, { cause: error });
  }
}

/** Does as {@link testRules} does. @throws Error without a word on which of the courses it was */
export const playRules = (
  rules: RuleSpec,
  step: Duration,
  tests: readonly RuleTest[],
  evaluated = step,
): Promise<void> =>
  promtool(["test", "rules"], {
    "tests.yaml": {
      rule_files: ["rules.yaml"],
      evaluation_interval: evaluated.toString(),
      tests: tests.map((test) => courseOf(test, step)),
    },
    "rules.yaml": rules,
  });

/** A course of events that is looked at once, at its end. */
export interface LastLook {
  readonly name: string;
  /** Values of series by their names, each for a minute, as promtool writes them. */
  readonly series: Readonly<Record<string, string>>;
  readonly query: string;
  /** The labels of all that the query answers. Each of them has the value 1. */
  readonly answers: readonly string[];
}

/** When and how often courses are looked at. */
export interface End {
  /** Half a minute past a value, a window has as many of them whatever release of promtool it is. */
  readonly at: Duration;
  /** How often the rules are evaluated until then, after the beginning. An alert that must hold for a while needs two. @default once */
  readonly evaluations?: number;
}

/**
 * Plays courses of which only the end counts, which takes a hundredth of the time that each minute of it would.
 * @throws Error with what it says, and in which course, when something else is answered.
 */
export async function lookAtEnd(rules: RuleSpec, end: End, looks: readonly LastLook[]): Promise<void> {
  try {
    await playToEnd(rules, end, looks);
  } catch (error) {
    const [first, ...more] = looks;
    if (more.length > 0) for (const one of looks) await lookAtEnd(rules, end, [one]);
    throw new Error(`${first?.name ?? "nothing"}: ${(error as Error).message}`, { cause: error });
  }
}

/** Does as {@link lookAtEnd} does. @throws Error without a word on which of the courses it was */
export const playToEnd = (
  rules: RuleSpec,
  { at, evaluations = 1 }: End,
  looks: readonly LastLook[],
): Promise<void> =>
  promtool(["test", "rules"], {
    "tests.yaml": {
      rule_files: ["rules.yaml"],
      evaluation_interval: `${at.milliseconds / evaluations}ms`,
      tests: looks.map(({ name, series, query, answers }) => ({
        name,
        interval: "1m",
        input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
        promql_expr_test: [
          {
            expr: query,
            eval_time: at.toString(),
            exp_samples: answers.map((labels) => ({ labels, value: 1 })),
          },
        ],
      })),
    },
    "rules.yaml": rules,
  });

const courseOf = ({ name, series, at, fires, comesTo = {} }: RuleTest, step: Duration) => ({
  name,
  interval: step.toString(),
  input_series: Object.entries(series).map(([key, values]) => ({
    series: key,
    values: typeof values === "number" ? `${values}x${(at * 60) / step.wholeSeconds}` : values,
  })),
  promql_expr_test: [
    {
      expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
      eval_time: `${at}m`,
      exp_samples: fires.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
    },
    ...Object.entries(comesTo).map(([expr, value]) => ({
      expr,
      eval_time: `${at}m`,
      exp_samples: [{ labels: "{}", value }],
    })),
  ],
});
