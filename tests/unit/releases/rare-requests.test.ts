import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { AnalysisMetric } from "../../../components/observability/analysis-spec.ts";
import { analysisTemplateSpec } from "../../../components/observability/analysis-template.ts";
import { availability, latency } from "../../../model/objective.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { canary } from "../../../model/rollout-strategy.ts";
import { api } from "../model/declared-shop.ts";

const bound = { of: "report", within: minutes(2), target: percent(95), services: ["api"] };

/** The metrics of a service with an objective for all of its requests, and one for a few of them. */
const [failed, every, rare] = analysisTemplateSpec({
  namespace: "shop-production",
  name: "api",
  service: api,
  strategy: canary(10, 25, 50, 100),
  objectives: [availability(percent(99.5)), latency(bound), latency({ ...bound, path: "/api/reports" })],
}).metrics as [AnalysisMetric, AnalysisMetric, AnalysisMetric];

const holds = (condition: string, result: readonly number[]): unknown =>
  runInNewContext(condition, {
    result,
    isNaN: Number.isNaN,
    len: (list: readonly unknown[]) => list.length,
  });

describe("an objective for one route", () => {
  test("asks for that route's requests, of all and of the quick ones", () => {
    const asked = (metric: AnalysisMetric, counter: string) =>
      [
        ...metric.provider.prometheus.query.matchAll(
          new RegExp(`_${counter}\\{([^}]*(?:\\}\\}[^}]*)?)\\}`, "g"),
        ),
      ].map(([, matchers]) => matchers);
    for (const counter of ["count", "bucket"]) {
      const matchers = asked(rare, counter);
      expect(matchers.length).toBeGreaterThan(0);
      for (const one of matchers) expect(one).toContain('path="/api/reports"');
      for (const one of asked(every, counter)) expect(one).not.toContain('path="');
    }
  });

  test("does not hold a release up that few have asked for it, and holds it to the bound otherwise", () => {
    for (const nothing of [[], [Number.NaN]]) {
      expect(holds(rare.successCondition, nothing)).toBe(true);
      expect(holds(rare.failureCondition, nothing)).toBe(false);
    }
    expect(holds(rare.successCondition, [0.15])).toBe(true);
    expect(holds(rare.successCondition, [0.16])).toBe(false);
    expect(holds(rare.failureCondition, [0.16])).toBe(true);
  });

  test("leaves the others as they are: a release that nobody tried waits for a person", () => {
    for (const metric of [failed, every]) {
      expect(holds(metric.successCondition, [])).toBe(false);
      expect(holds(metric.failureCondition, [])).toBe(false);
    }
  });
});
