import { describe, expect, test } from "vitest";
import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { capture } from "../../rendering/capture.ts";
import { checkRules } from "../alerts/rule-file.ts";

describe.each(["staging", "production"] as const)(
  "promtool finds nothing to say on the rules of %s",
  async (stack) => {
    const specs = (await capture(stack))
      .filter(({ type }) => type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule")
      .map(({ name, inputs }) => ({ name, spec: inputs["spec"] as RuleSpec }));

    test("there are some", () => {
      expect(specs.length).toBeGreaterThan(0);
    });

    test.each(specs)("$name", async ({ spec }) => {
      await checkRules(spec);
    });
  },
);
