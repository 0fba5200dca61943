import { expect, test } from "vitest";
import { parses } from "../../policies/kubernetes/promql.ts";
import { nativeLevels, nativeRules } from "./native-histograms.ts";

const expressions = nativeRules.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));

test("what is asked of a native histogram can be read by Prometheus", () => {
  expect(nativeLevels.map(({ id }) => id)).toEqual(["atlas-ux-web-api-request-latency"]);
  expect(expressions.filter((expr) => !parses(expr))).toEqual([]);
});

test("its bound is none of its own, and no bucket is asked for", () => {
  const text = expressions.join("\n");
  expect(text).toContain("histogram_fraction(0, 0.5, last_over_time(http_request_duration_seconds{");
  expect(text).not.toMatch(/_bucket/);
});
