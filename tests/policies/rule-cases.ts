import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import {
  type CapturedResource,
  judge,
  judgeFully,
  type JudgeOptions,
  type PolicyConfiguration,
} from "../support/policy-harness.ts";
import { resource } from "./workloads.ts";

type Stack = CapturedResource | readonly CapturedResource[];

/** What a rule lets pass and what not, each with what else is in its stack. */
export interface RuleCase {
  readonly rule: string;
  readonly passes: Readonly<Record<string, Stack>>;
  /** By a part of the violation's message. */
  readonly fails: Readonly<Record<string, Stack>>;
  /** Where nothing is certain, since a value can't be known yet. */
  readonly open?: Stack;
  /** By what is told all the same. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Of a kind that no rule for workloads, releases, rights or operators is about. */
const stranger = resource("kubernetes:node.k8s.io/v1:RuntimeClass", { metadata: { name: "sandbox" } });

/** Judges each stack by its rule alone: nothing in the first ones, one thing in the others. */
export function tryRules(cases: readonly RuleCase[]): void {
  describe.each(cases)("$rule", ({ rule, passes, fails, open, parameters }) => {
    const config: PolicyConfiguration = parameters
      ? { [rule]: { enforcementLevel: "mandatory", ...parameters } }
      : { [rule]: "mandatory" };
    const options: JudgeOptions = { rules: rules.filter(({ name }) => name === rule), config };

    it("has nothing to say of anything else", async () => {
      const { violations, notApplicable } = await judgeFully([stranger], options);
      expect(violations).toEqual([]);
      expect(notApplicable.length).toBeGreaterThan(0);
    });

    it.each(Object.entries(passes))("lets pass: %s", async (_, stack) => {
      expect(await judge([stack].flat(), options)).toEqual([]);
    });

    it.each(Object.entries(fails))("refuses: %s", async (problem, stack) => {
      const found = await judge([stack].flat(), options);
      expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
      expect(found[0]?.message).toContain(problem);
      expect([stack].flat().map(({ urn }) => urn)).toContain(found[0]?.urn);
    });

    if (open !== undefined)
      it("leaves open what can't be known", async () => {
        expect((await judge([open].flat(), options)).map(({ level }) => level)).toEqual(["advisory"]);
      });
  });
}
