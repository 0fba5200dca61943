import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnalysisMetric } from "../../components/observability/analysis-spec.ts";
import { fewestRequests } from "../../components/observability/analysis-template.ts";
import { failed } from "./analysed-metrics.ts";
import { type Outcome, scenarios } from "./analysis-scenarios.ts";
import { grown, requests } from "./made-up-series.ts";
import { ask, hasPromtool, type Scenario } from "./promtool.ts";

// The queries of an analysis are asked of Prometheus' own engine, and its conditions of JavaScript, in which they read
// the same.

const isThere = hasPromtool();
if (!isThere)
  console.log("Without Debian's Prometheus, which `make e2e` fetches, analysis queries are not tried.");

/** What one look comes to, as Argo Rollouts evaluates it. */
function outcome(metric: AnalysisMetric, share: number | undefined): Outcome {
  const result = share === undefined ? [] : [share];
  const holds = (condition: string): unknown =>
    runInNewContext(condition, {
      result,
      isNaN: Number.isNaN,
      len: (list: readonly unknown[]) => list.length,
    });
  if (holds(metric.failureCondition) === true) return "bad";
  return holds(metric.successCondition) === true ? "good" : "inconclusive";
}

describe.skipIf(!isThere)("an analysis", () => {
  test.each(scenarios)("of $what is $is", async ({ is, ...scenario }) => {
    await ask([scenario]);
    expect(outcome(scenario.metric, scenario.share)).toBe(is);
  });

  test("sees what Prometheus' own increase() of new series does not", async () => {
    const [first] = scenarios.filter(({ what }) => what.startsWith("five paths"));
    if (first === undefined) throw new Error("the scenario is gone");
    const increase = {
      ...failed,
      provider: {
        prometheus: {
          address: "",
          query: 'sum(increase(http_request_duration_seconds_count{status="500"}[1m]))',
        },
      },
    };
    await ask([{ ...first, metric: increase, share: 0 }]);
  });

  test("never calls a release good without requests enough, nor above its limit, whatever arrived", async () => {
    const counts = fc.sample(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 30 })), { numRuns: 60, seed: 5 });
    const cases = counts.map(([good, bad]): Scenario => {
      const total = good + bad;
      const share = total < fewestRequests ? undefined : Math.max(bad - 1, 0) / total;
      expect(outcome(failed, share)).toBe(
        share === undefined ? "inconclusive" : share > 0.072 ? "bad" : "good",
      );
      return {
        metric: failed,
        share,
        series: [
          ...(good > 0 ? [requests(grown(good))] : []),
          ...(bad > 0 ? [requests(grown(bad), { status: "500" })] : []),
        ],
      };
    });
    await ask(cases);
  });
});
