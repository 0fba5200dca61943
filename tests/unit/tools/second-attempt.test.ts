import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { outcomeOf, type VitestReport } from "../../../tools/vitest-report.ts";
import { runCommand } from "../../support/run-command.ts";

/** Runs tests for real, of which so many pass at the second attempt only. */
async function runWith(shaky: number): Promise<{ report: VitestReport; exitCode: number }> {
  // Inside of the project: the test in it imports vitest.
  mkdirSync(".toolchain", { recursive: true });
  const folder = mkdtempSync(join(".toolchain", "second-attempt-"));
  const file = join(folder, "shaky.test.ts");
  const report = join(folder, "report.json");
  writeFileSync(
    file,
    `import { expect, test } from "vitest";
    const attempts: number[] = [];
    test("steady", () => expect(1).toBe(1));
    for (let index = 0; index < ${shaky}; index += 1)
      test("shaky " + index, () => expect((attempts[index] = (attempts[index] ?? 0) + 1)).toBe(2));
    test("broken", () => expect("always").toBe("never"));`,
  );
  try {
    const vitest = resolve("node_modules", ".bin", "vitest");
    const args = [
      "run",
      "--retry=1",
      `--root=${folder}`,
      "--reporter=json",
      `--outputFile.json=${resolve(report)}`,
    ];
    const { exitCode } = await runCommand(vitest, args, { cwd: process.cwd() });
    return { exitCode, report: JSON.parse(readFileSync(report, "utf8")) as VitestReport };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("what passes at the second attempt is named with its first error, and what fails twice has failed", async () => {
  const { report, exitCode } = await runWith(2);
  expect(exitCode).toBe(1);
  const outcome = outcomeOf("shop", false, report);
  expect(outcome).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
  expect(outcome.failures).toEqual([expect.stringMatching(/^broken: AssertionError: expected 'always'/)]);
  expect(outcome.secondAttempts).toEqual([
    expect.stringMatching(/^shaky 0: AssertionError: expected 1 to be 2/),
    expect.stringMatching(/^shaky 1: /),
  ]);
});

test("a third that needs one fails the run", async () => {
  const { report } = await runWith(3);
  expect(outcomeOf("shop", false, report)).toMatchObject({
    passed: 4,
    failed: 2,
    failures: [expect.stringMatching(/^broken/), "shop: 3 tests needed a second attempt, 2 may"],
  });
});
