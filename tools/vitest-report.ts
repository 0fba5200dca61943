import { readFileSync } from "node:fs";
import { vitestReport } from "./suites.ts";

/** What a check found. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, and the first lines of why. */
  readonly failures: readonly string[];
  /** What failed at first and passed when it was tried once more, and the first lines of why it failed. */
  readonly secondAttempts: readonly string[];
}

/** How many tests of a run may need a second attempt. More of them are a fault, of the product or of the tests. */
const secondAttemptsAllowed = 2;

export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly VitestTest[];
  }[];
}

interface VitestTest {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** The failed tests of a run, and the files that failed as a whole. */
function failedTests({ testResults }: VitestReport): string[] {
  return testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [`${file.name}: ${firstLines(file.message)}`];
    return failed.map(described);
  });
}

/** A test that passed has messages of a failure when it was an attempt before that failed. */
function passedAtSecondAttempt({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
      .map(described),
  );
}

function described({ fullName, failureMessages }: VitestTest): string {
  return `${fullName}: ${firstLines(failureMessages.join("\n"))}`;
}

/** Of a message that may be a whole log, what a person needs first. */
function firstLines(message: string): string {
  const lines = message.trim().split("\n").slice(0, 4).join("\n");
  return lines.length > 600 ? `${lines.slice(0, 600)}…` : lines;
}

/** Tests that failed, and one more when the run itself failed without naming any: a crash must not count as nothing. */
export function testsOf(check: string, passed: boolean): Outcome {
  try {
    return outcomeOf(check, passed, JSON.parse(readFileSync(vitestReport(check), "utf8")) as VitestReport);
  } catch {
    const failures = [`${check}: the run left no report`];
    return { passed: 0, failed: 1, skipped: 0, failures, secondAttempts: [] };
  }
}

/** What a report of vitest comes to, and whether the run ended well. */
export function outcomeOf(check: string, passed: boolean, report: VitestReport): Outcome {
  const failures = failedTests(report);
  const secondAttempts = passedAtSecondAttempt(report);
  const tooMany = secondAttempts.length > secondAttemptsAllowed;
  const failed = Math.max(report.numFailedTests, passed ? 0 : 1) + (tooMany ? 1 : 0);
  if (tooMany)
    failures.push(
      `${check}: ${secondAttempts.length} tests needed a second attempt, ${secondAttemptsAllowed} may`,
    );
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests,
    failures: failed > 0 && failures.length === 0 ? [`${check}: the run itself failed`] : failures,
    secondAttempts,
  };
}
