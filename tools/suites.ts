import { join } from "node:path";

/** One thing that passes or fails. */
export interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Whether it is a run of vitest, whose tests are counted one by one. */
  readonly vitest?: boolean;
  /** How many of its last lines are worth reading even when it passes. */
  readonly tail?: number;
  /** Whether its output is shown as it comes: for runs of minutes. */
  readonly live?: boolean;
  /** Files of what it found that is to be seen each time, printed where they are there. */
  readonly findings?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Checks in lanes: those of one lane run one after the other, the lanes side by side. */
export interface Suite {
  readonly lanes: readonly (readonly Check[])[];
  /** Whether it is run too seldom to be known to pass: it says when it last did. */
  readonly seldom?: boolean;
}

/** Where suites leave what `.ci/run` adds up. */
export const reportFolder = join(".toolchain", "reports");

export const suiteReport = (suite: string): string => join(reportFolder, `${suite}.suite.json`);

export const vitestReport = (check: string): string => join(reportFolder, `${check}.vitest.json`);

/** Where a leak search of a check leaves its table. */
export const leakTable = (
  check: string,
  searched: "renders" | "refusals" | "engine" | "configuration",
): string => join(reportFolder, `${check}.leaks-${searched}.txt`);

const bin = (tool: string): string => join("node_modules", ".bin", tool);

/** Where a suite that is run seldom leaves when it last passed, and on which commit. */
export const lastPassed = (suite: string): string => join(".toolchain", `${suite}.passed`);

const vitest = (name: string, ...args: readonly string[]): Pick<Check, "name" | "vitest" | "command"> => ({
  name,
  vitest: true,
  command: [
    bin("vitest"),
    "run",
    "--reporter=json",
    `--outputFile.json=${vitestReport(name)}`,
    ...(args.some((arg) => arg.startsWith("--reporter=")) ? [] : ["--reporter=default"]),
    ...args,
  ],
});

/** Stacks on a real cluster. Its reporter says what each scenario does while it does it. */
const lifecycle = (name: string): Check => ({
  ...vitest(
    name,
    "--config=tests/e2e/lifecycle/vitest.config.ts",
    "--reporter=tests/e2e/lifecycle/support/scenario-reporter.ts",
  ),
  live: true,
});

/** It takes a third of the tests' time again, which whoever waits for them has no use for. */
const countsCoverage = process.env["COVERAGE"] === "1";

/** What `make test` and `make e2e` run. */
export const suites: Readonly<Record<string, Suite>> = {
  test: {
    lanes: [
      [
        {
          name: "formatting",
          command: [
            bin("prettier"),
            ...["--check", "--log-level=warn", "--cache", "--cache-location=.toolchain/prettier", "."],
          ],
        },
        {
          name: "types",
          command: [
            bin("tsc"),
            "--noEmit",
            "--incremental",
            "--tsBuildInfoFile",
            ".toolchain/types.tsbuildinfo",
          ],
        },
        {
          name: "lint",
          command: [bin("eslint"), "--max-warnings=0", "--cache", "--cache-location=.toolchain/eslint", "."],
        },
      ],
      [
        {
          ...vitest("tests", ...(countsCoverage ? ["--coverage"] : [])),
          tail: 7,
          findings: [leakTable("tests", "renders"), leakTable("tests", "refusals")],
        },
      ],
    ],
  },
  e2e: {
    lanes: [
      [
        // Apart from the tests: the first time it takes longer than any of them may.
        { name: "programs and images", command: [process.execPath, "tests/e2e/prepare.ts"], live: true },
        {
          ...vitest("e2e", "--config=tests/e2e/vitest.config.ts"),
          live: true,
          findings: [leakTable("e2e", "engine"), leakTable("e2e", "configuration")],
        },
        lifecycle("lifecycle"),
      ],
    ],
  },
  "e2e-full": {
    seldom: true,
    lanes: [
      [
        { name: "programs and images", command: [process.execPath, "tests/e2e/prepare.ts"], live: true },
        { ...vitest("long", "--config=tests/e2e/vitest.full.config.ts"), live: true },
        { ...lifecycle("lifecycle-full"), env: { SLIPWAY_E2E: "full" } },
      ],
    ],
  },
};
