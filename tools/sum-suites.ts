import { readFileSync } from "node:fs";
import { suiteReport, suites } from "./suites.ts";

// Adds up what the suites left behind. A suite that left nothing did not get that far, and counts as one failure.

interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: string;
}

function result(suite: string): SuiteResult {
  try {
    return JSON.parse(readFileSync(suiteReport(suite), "utf8")) as SuiteResult;
  } catch {
    return { passed: 0, failed: 1, seconds: "0" };
  }
}

const results = Object.keys(suites).map((suite) => ({ suite, ...result(suite) }));
for (const { suite, seconds } of results) console.log(`${suite}: ${seconds} s`);
const passed = results.reduce((sum, each) => sum + each.passed, 0);
const failed = results.reduce((sum, each) => sum + each.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
