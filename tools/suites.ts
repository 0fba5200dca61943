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
}

/** Checks in lanes: those of one lane run one after the other, the lanes side by side. */
export interface Suite {
  readonly lanes: readonly (readonly Check[])[];
}

/** Where suites leave what `.ci/run` adds up. */
export const reportFolder = join(".toolchain", "reports");

export const suiteReport = (suite: string): string => join(reportFolder, `${suite}.suite.json`);

export const vitestReport = (check: string): string => join(reportFolder, `${check}.vitest.json`);

const bin = (tool: string): string => join("node_modules", ".bin", tool);

const vitest = (name: string, ...args: readonly string[]): Pick<Check, "name" | "vitest" | "command"> => ({
  name,
  vitest: true,
  command: [
    bin("vitest"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestReport(name)}`,
    ...args,
  ],
});

/** What `make test` and `make e2e` run. */
export const suites: Readonly<Record<string, Suite>> = {
  test: {
    lanes: [
      [
        { name: "formatting", command: [bin("prettier"), "--check", "--log-level=warn", "."] },
        { name: "types", command: [bin("tsc"), "--noEmit"] },
        {
          name: "lint",
          command: [bin("eslint"), "--max-warnings=0", "--cache", "--cache-location=.toolchain/eslint", "."],
        },
      ],
      [{ ...vitest("tests", "--coverage"), tail: 7 }],
    ],
  },
  e2e: {
    lanes: [[{ ...vitest("e2e", "--config=tests/e2e/vitest.config.ts"), live: true }]],
  },
};
