import { readFileSync } from "node:fs";
import { vitestReport } from "./suites.ts";

/** What a check found. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, and the first lines of why. */
  readonly failures: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The failed tests of a run, and the files that failed as a whole. */
function failedTests({ testResults }: VitestReport): string[] {
  return testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [`${file.name}: ${firstLines(file.message)}`];
    return failed.map((test) => `${test.fullName}: ${firstLines(test.failureMessages.join("\n"))}`);
  });
}

/** Of a message that may be a whole log, what a person needs first. */
function firstLines(message: string): string {
  const lines = message.trim().split("\n").slice(0, 4).join("\n");
  return lines.length > 600 ? `${lines.slice(0, 600)}…` : lines;
}

/** Tests that failed, and one more when the run itself failed without naming any: a crash must not count as nothing. */
export function testsOf(check: string, passed: boolean): Outcome {
  try {
    const report = JSON.parse(readFileSync(vitestReport(check), "utf8")) as VitestReport;
    const failed = Math.max(report.numFailedTests, passed ? 0 : 1);
    const failures = failedTests(report);
    return {
      passed: report.numPassedTests,
      failed,
      skipped: report.numPendingTests,
      failures: failed > 0 && failures.length === 0 ? [`${check}: the run itself failed`] : failures,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${check}: the run left no report`] };
  }
}
