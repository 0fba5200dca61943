import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { containerRuleCases } from "./container-rule-cases.ts";
import {
  container,
  deployment,
  podSpec,
  podWrapper,
  resource,
  unknownText,
  workload,
  wrappers,
} from "./workloads.ts";

describe.each(containerRuleCases)(
  "$rule",
  ({ rule, broken, unknown, at, lists, longRunningOnly = false }) => {
    const only = { rules: rules.filter(({ name }) => name === rule) };
    const kinds = longRunningOnly ? wrappers.filter(({ longRunning }) => longRunning) : wrappers;

    it.each(kinds)("lets a good $type pass", async (wrapper) => {
      expect(await judgeFully([workload(wrapper, podSpec())], only)).toEqual({
        violations: [],
        notApplicable: [],
      });
    });

    describe.each(lists)("in %s", (list) => {
      it.each(kinds)("is broken by a $type, at its exact path", async (wrapper) => {
        const spec = podSpec({ [list]: [container(), container({ name: "odd", ...broken })] });
        const violations = await judge([workload(wrapper, spec)], only);
        expect(violations).toHaveLength(1);
        expect(violations[0]).toMatchObject({ policy: rule, level: "mandatory" });
        expect(violations[0]?.message).toContain(` shop/web, `);
        expect(violations[0]?.message).toContain(`container "odd": ${wrapper.path}.${list}[1].${at} `);
        expect(violations[0]?.message).not.toContain("\n");
      });

      it("is not decided by an unknown value, which hides no certain violation beside it", async () => {
        const spec = podSpec({ [list]: [container(unknown), container({ name: "odd", ...broken })] });
        const violations = await judge([workload(podWrapper, spec)], only);
        expect(violations.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
        expect(violations[0]?.message).toContain('"odd"');
        expect(violations[1]?.message).toMatch(/^can't run policy .* during preview: /);
      });
    });

    it("says that it is not about other objects", async () => {
      const { violations, notApplicable } = await judgeFully(
        [
          resource("kubernetes:core/v1:Service", { spec: { containers: [broken] } }),
          resource("random:index/randomPassword:RandomPassword", { length: 32 }),
          resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
            spec: { workloadRef: { kind: "Deployment" } },
          }),
        ],
        only,
      );
      expect(violations).toEqual([]);
      expect(notApplicable.map(({ policy }) => policy)).toEqual([rule, rule, rule]);
    });

    it("survives empty and misshapen specs", async () => {
      for (const spec of [
        null,
        "text",
        { containers: null },
        { containers: "web" },
        { containers: [null] },
      ]) {
        await judge([deployment({ template: { spec } })], only);
      }
      await judge([resource("kubernetes:apps/v1:Deployment", {})], only);
    });
  },
);

describe("unknown lists", () => {
  it("hide no other list", async () => {
    const spec = podSpec({ containers: unknownText, initContainers: [container({ image: "nginx" })] });
    const found = await judge([workload(podWrapper, spec)], {
      rules: rules.filter(({ name }) => name === "no-latest-tag"),
    });
    expect(found.map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });
});
