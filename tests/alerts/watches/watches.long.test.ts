import { describe, expect, test } from "vitest";
import { hasPromtool } from "../promtool.ts";
import { checkRules, testRules } from "../rule-file.ts";
import { atlas, batches, crb, watchRulesOf } from "./batches.ts";

// Watches are held against what may befall a system, by Prometheus' own engine.

test("each alert fires in some course of events", () => {
  const fired = new Set(batches.flatMap(({ tests }) => tests.flatMap(({ fires }) => fires)));
  const alerts = [atlas, crb].flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : []))),
  );
  expect([...fired].sort()).toEqual([...new Set(alerts)].sort());
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test.each(["atlas-ux", "crb-analyser", "odd-scenes"])("reads the rules of %s", async (system) => {
    await checkRules(watchRulesOf(system));
  });

  test.each(batches)(
    "tells of $about when it should, and of nothing else",
    async ({ rules, step, tests }) => {
      await testRules(rules, step, tests);
    },
    120_000,
  );
});
