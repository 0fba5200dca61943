import { readFileSync } from "node:fs";
import { suiteReport, suites } from "./suites.ts";

// Adds up what the suites left behind. A suite that left nothing did not get that far, and counts as one failure.

interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: string;
  readonly failures: readonly string[];
  readonly secondAttempts: readonly string[];
}

function result(suite: string): SuiteResult {
  try {
    return JSON.parse(readFileSync(suiteReport(suite), "utf8")) as SuiteResult;
  } catch {
    const failures = [`${suite} did not end`];
    return { passed: 0, failed: 1, skipped: 0, seconds: "0", failures, secondAttempts: [] };
  }
}

const results = Object.entries(suites)
  .filter(([, { seldom }]) => !seldom)
  .map(([suite]) => ({ suite, ...result(suite) }));
for (const { suite, seconds, skipped } of results)
  console.log(`${suite}: ${seconds} s${skipped > 0 ? `, ${skipped} skipped (the reasons stand above)` : ""}`);
for (const attempt of results.flatMap(({ secondAttempts }) => secondAttempts))
  console.log(`↻ passed at the second attempt only: ${attempt}`);
// Once more at the very end: a log of CI is often cut to its last lines.
for (const failure of results.flatMap(({ failures }) => failures)) console.log(`✗ ${failure}`);
const passed = results.reduce((sum, each) => sum + each.passed, 0);
const failed = results.reduce((sum, each) => sum + each.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
