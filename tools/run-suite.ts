import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type Check,
  lastPassed,
  reportFolder,
  type Suite,
  suiteReport,
  suites,
  vitestReport,
} from "./suites.ts";
import { type Outcome, testsOf } from "./vitest-report.ts";

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

async function run(suiteName: string, { lanes, seldom }: Suite): Promise<boolean> {
  const start = performance.now();
  if (seldom) console.log(`${suiteName} last passed here: ${whenLastPassed(suiteName)}`);
  mkdirSync(reportFolder, { recursive: true });
  rmSync(suiteReport(suiteName), { force: true });
  const outcomes = (await Promise.all(lanes.map(runLane))).flat();
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const skipped = outcomes.reduce((sum, outcome) => sum + outcome.skipped, 0);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const secondAttempts = outcomes.flatMap((outcome) => outcome.secondAttempts);
  const seconds = secondsSince(start);
  writeFileSync(
    suiteReport(suiteName),
    JSON.stringify({ passed, failed, skipped, seconds, failures, secondAttempts }),
  );
  if (seldom && failed === 0)
    writeFileSync(lastPassed(suiteName), `${new Date().toISOString()} on ${commit()}\n`);
  console.log(`${suiteName}: ${passed} passed, ${failed} failed${ifAny(skipped)} in ${seconds} s`);
  return failed === 0;
}

function ifAny(skipped: number): string {
  return skipped === 0 ? "" : `, ${skipped} skipped`;
}

function commit(): string {
  return execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
}

function whenLastPassed(suiteName: string): string {
  try {
    return readFileSync(lastPassed(suiteName), "utf8").trim();
  } catch {
    return "never";
  }
}

async function runLane(checks: readonly Check[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of checks) outcomes.push(await runCheck(check));
  return outcomes;
}

async function runCheck(check: Check): Promise<Outcome> {
  const start = performance.now();
  const { findings = [] } = check;
  for (const file of check.vitest ? [vitestReport(check.name), ...findings] : findings)
    rmSync(file, { force: true });
  const { exitCode, output } = await execute(check);
  const ended = exitCode === 0;
  const counted = check.vitest
    ? testsOf(check.name, ended)
    : {
        passed: ended ? 1 : 0,
        failed: ended ? 0 : 1,
        skipped: 0,
        failures: ended ? [] : [`${check.name} ${output.trimEnd().split("\n").slice(-4).join("\n")}`],
        secondAttempts: [],
      };
  const passed = counted.failed === 0;
  const count = check.vitest
    ? ` (${counted.passed} passed, ${counted.failed} failed${ifAny(counted.skipped)})`
    : "";
  console.log(`${passed ? "✓" : "✗"} ${check.name}${count} ${secondsSince(start)} s`);
  if (!passed) console.log(output);
  else if (check.tail !== undefined) console.log(output.trimEnd().split("\n").slice(-check.tail).join("\n"));
  for (const file of findings)
    if (existsSync(file)) console.log(`\n${readFileSync(file, "utf8").trimEnd()}\n`);
  return counted;
}

function execute({ command, live, env }: Check): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", ...env },
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
