import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogueRows } from "../policies/catalogue-rows.ts";
import { rules } from "../policies/rules/catalogue.ts";
import { upstreamFixtures } from "../tests/e2e/pod-security/fixtures.ts";
import { runCommand } from "../tests/support/run-command.ts";
import { whyNoGo } from "../toolchain/cluster/go-module.ts";
import { paths } from "../toolchain/paths.ts";
import { policiesReport } from "./policies-report/report.ts";
import type { VitestReport } from "./vitest-report.ts";

const usage = `node tools/policies-report.ts
Runs the tests of the policies, and prints what each row of the catalogue is held by and what of it a test has seen:
that it lets pass, that it fires, that it meets a value which preview cannot know, and a change to a stack of ours.
A row that a test with a cluster holds is counted apart: this run doesn't see it.
Exit codes: 0 every other mandatory row is held and seen, 1 one is not, a test failed or the fixtures of the Pod Security
Standards were not run (they need Go), 2 it was called otherwise.
`;

if (process.argv.length > 2) {
  const asked = process.argv[2] === "--help" || process.argv[2] === "-h";
  (asked ? process.stdout : process.stderr).write(usage);
  process.exitCode = asked ? 0 : 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), "slipway-policies-report-"));
  try {
    const tests = await vitest(folder, "policies", "tests/policies", "tests/stacks/policies.test.ts");
    const noGo = whyNoGo();
    const fixtures =
      noGo === undefined
        ? await vitest(
            folder,
            "fixtures",
            "--config=tests/e2e/vitest.config.ts",
            "tests/e2e/pod-security.e2e.test.ts",
            "--testNamePattern=judge all of upstream's fixtures alike in a",
          )
        : undefined;
    const { text, isComplete } = policiesReport({
      rows: catalogueRows,
      rules: rules.map(({ name }) => name),
      outcomes: outcomesIn(folder),
      tests,
      fixtures: fixtures && { files: upstreamFixtures().length, tests: fixtures },
      whyNoFixtures: noGo,
    });
    process.stdout.write(text);
    process.exitCode = isComplete ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function vitest(folder: string, name: string, ...args: readonly string[]): Promise<VitestReport> {
  const file = join(folder, `${name}.json`);
  const { output } = await runCommand(
    process.execPath,
    [
      join(paths.root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...args,
    ],
    { cwd: paths.root, env: { ...process.env, SLIPWAY_POLICY_EVIDENCE: folder } },
  );
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    throw new Error(`The tests left no report:\n${output}`);
  }
}

/** Lines of policy and outcome, as the tests have noted them. */
function outcomesIn(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));
  return new Set(files.flatMap((file) => readFileSync(join(folder, file), "utf8").trim().split("\n")));
}
