import { describe, expect, test } from "vitest";
import { type AlertRuleSpec, alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { dataAlerts } from "../../components/observability/data-alerts/data-alerts.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { dataScenarios } from "./data-scenarios/all.ts";
import { healthy } from "./data-scenarios/scenario.ts";
import { hasPromtool } from "./promtool.ts";
import { checkRules, type RuleTest, testRules } from "./rule-file.ts";

// Alerts on data are held against what may befall it, by Prometheus' own engine.

const environment = realEnvironment("production");

const rulesOf = (name: string) => {
  const own = realSystem("production", name);
  const labelled = { system: name, owner: own.system.owner, environment: environment.name };
  return alertRuleSpec(dataAlerts(environment, own), environment, labelled);
};

const names = [
  ...new Set(
    Object.keys(healthy).flatMap((name) =>
      rulesOf(name).groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)),
    ),
  ),
];

test("each alert fires in some course of events, and every system has one in which none does", () => {
  expect([...new Set(dataScenarios.flatMap(({ fires }) => fires))].sort()).toEqual(names.sort());
});

/** Starting Prometheus' engine costs more than most courses of events, so those alike are played in one go. */
const played = [
  ...Map.groupBy(dataScenarios, ({ system, step = 5 }) => JSON.stringify({ system, step })).values(),
].flatMap((scenarios) => {
  const [first] = scenarios;
  if (first === undefined) return [];
  const { system, step = 5 } = first;
  const tests = scenarios.map(({ what, differs = {}, gone, at = 40, fires }): RuleTest => {
    const told = Object.entries({ ...healthy[system], ...differs }).filter(([name]) => !gone?.test(name));
    return { name: what, series: Object.fromEntries(told), at, fires };
  });
  return [{ system, step, tests }];
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test.each(["staging", "production"] as const)(
    "reads all rules of %s, and finds none twice",
    async (stack) => {
      const groups = (await capturedStack(stack)).flatMap(({ inputs }) =>
        inputs["kind"] === "PrometheusRule"
          ? (inputs["spec"] as AlertRuleSpec).groups.map((group) => {
              const { namespace, name } = inputs["metadata"] as {
                readonly namespace: string;
                readonly name: string;
              };
              return { ...group, name: `${namespace}.${name}.${group.name}` };
            })
          : [],
      );
      expect(groups.length).toBeGreaterThan(10);
      await checkRules({ groups });
      await expect(
        checkRules({ groups: [...groups, { ...groups[0], name: "again" }] as typeof groups }),
      ).rejects.toThrow("duplicate");
    },
  );

  test.each(played)(
    "fires what should for $system, and nothing else, looking each $step minutes",
    async ({ system, step, tests }) => {
      await testRules(rulesOf(system), minutes(step), tests);
    },
    60_000,
  );

  test("would say so if something else fired, and in which course of events", async () => {
    const [{ system, tests } = { system: "none", tests: [] }] = played;
    const wrong = tests
      .slice(0, 2)
      .map((one, index) => (index === 1 ? { ...one, fires: ["DumpLate"] } : one));
    expect(wrong.map(({ name }) => name)[1]).toBe("no instance is primary");
    await expect(testRules(rulesOf(system), minutes(5), wrong)).rejects.toThrow(/^no instance is primary: /);
  });
});
