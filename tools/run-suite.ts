import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Check, reportFolder, type Suite, suiteReport, suites, vitestReport } from "./suites.ts";

const usage = `Usage: node tools/run-suite.ts ${Object.keys(suites).join("|")}

Runs the checks of a suite, two at a time, prints one line for each, and the output of those that fail.
Exit code 0 when all passed, 1 when one failed.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
const name = positionals[0] ?? "";
const suite = suites[name];
if (values.help) {
  console.log(usage);
} else if (suite === undefined) {
  console.error(`There is no suite "${name}".\n\n${usage}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await run(name, suite)) ? 0 : 1;
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

async function run(suiteName: string, { lanes }: Suite): Promise<boolean> {
  const start = performance.now();
  mkdirSync(reportFolder, { recursive: true });
  rmSync(suiteReport(suiteName), { force: true });
  const outcomes = (await Promise.all(lanes.map(runLane))).flat();
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const seconds = secondsSince(start);
  writeFileSync(suiteReport(suiteName), JSON.stringify({ passed, failed, seconds }));
  console.log(`${suiteName}: ${passed} passed, ${failed} failed in ${seconds} s`);
  return failed === 0;
}

async function runLane(checks: readonly Check[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of checks) outcomes.push(await runCheck(check));
  return outcomes;
}

async function runCheck(check: Check): Promise<Outcome> {
  const start = performance.now();
  if (check.vitest) rmSync(vitestReport(check.name), { force: true });
  const { exitCode, output } = await execute(check);
  const passed = exitCode === 0;
  const counted = check.vitest
    ? countTests(check, passed)
    : { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
  const count = check.vitest ? ` (${counted.passed} passed, ${counted.failed} failed)` : "";
  console.log(`${passed ? "✓" : "✗"} ${check.name}${count} ${secondsSince(start)} s`);
  if (!passed) console.log(output);
  else if (check.tail !== undefined) console.log(output.trimEnd().split("\n").slice(-check.tail).join("\n"));
  return counted;
}

/** Tests that failed, and one more when the run itself failed without naming any: a crash must not count as nothing. */
function countTests(check: Check, passed: boolean): Outcome {
  try {
    const report = JSON.parse(readFileSync(vitestReport(check.name), "utf8")) as {
      readonly numPassedTests: number;
      readonly numFailedTests: number;
    };
    const failed = Math.max(report.numFailedTests, passed ? 0 : 1);
    return { passed: report.numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function execute({ command, live }: Check): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => {
      resolve({ exitCode: 1, output: `${program} did not start: ${error.message}` });
    });
    child.on("close", (code) => {
      resolve({ exitCode: code ?? 1, output: live ? "" : output });
    });
  });
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
