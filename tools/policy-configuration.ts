import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemsIn } from "../policies/configuration/check.ts";
import { problemLines } from "../policies/configuration/problem-lines.ts";
import { policyTexts } from "../policies/policy-texts.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";
import { paths } from "../toolchain/paths.ts";

/**
 * Refuses to go on with a policy configuration that has anything wrong in it: the engine lets a misspelt name pass,
 * and what it was to change stays as it is by default.
 * @throws UsageError with every problem, one a line.
 */
export function requirePolicyConfiguration(stack: string): void {
  const file = join("policies", "config", `${stack}.json`);
  // The engine says itself that a file is missing.
  if (!existsSync(join(paths.root, file))) return;
  const configuration: unknown = JSON.parse(readFileSync(join(paths.root, file), "utf8"));
  const problems = problemsIn(configuration, { policies: policyTexts, stack, now: new Date() });
  if (problems.length > 0) throw new UsageError(problemLines(file, problems).join("\n"));
}
