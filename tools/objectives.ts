import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceLevelRuleSpec } from "../components/observability/service-levels/service-level-rule-spec.ts";
import { serviceLevels } from "../components/observability/service-levels/service-level.ts";
import { parseEnvironment } from "../config/parse-environment.ts";
import { configuredEnvironment } from "../config/stack-files.ts";
import { systems } from "../systems/all.ts";
import { evidenceFile, evidenceVariable, type Seen } from "../tests/alerts/objective-evidence.ts";
import { runCommand } from "../tests/support/run-command.ts";
import { paths } from "../toolchain/paths.ts";
import { objectivesTable } from "./objectives/table.ts";
import { watchedStacks, withWatchedStack } from "./watched-stack.ts";

const usage = `Usage: make objectives STACK=${watchedStacks.join("|")}

Prints each objective, what it forgives, the minute of a fault at which somebody is paged and a ticket is opened, worked out from its target,
and how many rules that takes. For production the alerts' tests are run, and what they have seen of it stands beside.
Exit code 0, 1 when one of those tests fails, 2 for a wrong call.`;

await withWatchedStack(usage, async (stack) => {
  const environment = parseEnvironment(systems, stack, configuredEnvironment(stack));
  const seen = stack === "production" ? await seenByTests() : [];
  const groups = environment.systems.flatMap((own) => {
    const { name: system, owner } = own.system;
    return serviceLevelRuleSpec(environment, own, { system, owner, environment: stack }).groups;
  });
  const levels = environment.systems.flatMap((own) => serviceLevels(environment, own));
  process.stdout.write(objectivesTable(levels, { groups }, seen));
});

/** Runs the tests of every objective. Without promtool they have nothing to say. */
async function seenByTests(): Promise<readonly Seen[]> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-objectives-"));
  try {
    const { exitCode, output } = await runCommand(
      process.execPath,
      [
        join(paths.root, "node_modules", "vitest", "vitest.mjs"),
        "run",
        "tests/alerts/every-objective.test.ts",
      ],
      { cwd: paths.root, env: { ...process.env, [evidenceVariable]: folder } },
    );
    if (exitCode !== 0) {
      console.error(output);
      process.exitCode = 1;
    }
    const file = join(folder, evidenceFile);
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Seen);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
