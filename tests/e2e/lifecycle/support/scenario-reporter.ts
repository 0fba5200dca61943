import type { Reporter, TestCase } from "vitest/node";
import { evidenceFolder } from "./evidence-folder.ts";

interface Row {
  readonly scenario: string;
  readonly stack: string;
  readonly seconds: string;
  readonly result: string;
}

/** Prints one plain line for each scenario while the suite runs, and a table of all at the end. */
export default class ScenarioReporter implements Reporter {
  private readonly rows: Row[] = [];

  onTestCaseReady(test: TestCase): void {
    console.log(`  … ${stackOf(test)}: ${test.name}`);
  }

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    const row = {
      scenario: test.name,
      stack: stackOf(test),
      seconds: ((test.diagnostic()?.duration ?? 0) / 1000).toFixed(1),
      result: test.diagnostic()?.flaky ? "passed at the second attempt" : result.state,
    };
    this.rows.push(row);
    console.log(
      `${signs[result.state] ?? "?"} ${row.stack}: ${row.scenario} ${row.seconds} s${test.diagnostic()?.flaky ? ", at the second attempt" : ""}`,
    );
    for (const { message } of test.annotations()) console.log(`    ${message}`);
    if (result.state === "skipped" && result.note) console.log(`    skipped: ${result.note}`);
    for (const error of result.errors ?? []) console.log(indented(error.stack ?? error.message));
    if (result.state === "failed")
      console.log(
        `    logs of the cluster and its pods, and events: ${evidenceFolder(row.stack, row.scenario)}`,
      );
  }

  onTestRunEnd(): void {
    const columns = ["scenario", "stack", "seconds", "result"] as const;
    const header = { scenario: "scenario", stack: "stack", seconds: "seconds", result: "result" };
    const width = (column: (typeof columns)[number]): number =>
      Math.max(...[header, ...this.rows].map((row) => row[column].length));
    console.log();
    for (const row of [header, ...this.rows]) {
      console.log(
        columns
          .map((column) => row[column].padEnd(width(column)))
          .join("  ")
          .trimEnd(),
      );
    }
  }
}

const signs: Readonly<Record<string, string>> = { passed: "✓", failed: "✗", skipped: "-" };

/** The stack of a scenario, or what else its group is about. */
const stackOf = ({ parent }: TestCase): string => (parent.type === "suite" ? parent.name : "");

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
