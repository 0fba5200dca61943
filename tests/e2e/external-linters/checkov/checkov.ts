import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { paths } from "../../../../toolchain/paths.ts";
import { contentHash } from "../../../../toolchain/steps/content-hash.ts";
import { findOnPath } from "../../../../toolchain/steps/path-search.ts";
import { makePythonEnvironment, pythonOf } from "../../python-environment.ts";
import { jsonOutput } from "../json-output.ts";
import type { Judgement } from "../judgement.ts";

const folderOfRequirements = fileURLToPath(new URL(".", import.meta.url));
const REQUIREMENTS = "requirements.txt";

const environment = (): string =>
  join(paths.tools, "linters", `checkov-${contentHash([REQUIREMENTS], folderOfRequirements).slice(0, 12)}`);

/** Why checkov can't be had here; nothing where it can. */
export function whyNoCheckov(): string | undefined {
  const python = findOnPath("python3");
  if (python === undefined) return "python3 is not on PATH; install it with python3-venv";
  try {
    execFileSync(python, ["-c", "import ensurepip, venv"], { stdio: "ignore" });
    return undefined;
  } catch {
    return `${python} makes no environment with pip; install python3-venv`;
  }
}

/**
 * Installs checkov and all that it stands on, each at its pinned version, where it isn't yet.
 * @throws SetupError when the index does not answer.
 */
export const installCheckov = (): Promise<void> =>
  makePythonEnvironment(
    environment(),
    join(folderOfRequirements, REQUIREMENTS),
    findOnPath("python3") ?? "python3",
  );

const check = z.object({ check_id: z.string(), check_name: z.string(), resource: z.string() });

const report = z.object({
  results: z.object({
    passed_checks: z.array(check),
    failed_checks: z.array(check),
    skipped_checks: z.array(check),
    parsing_errors: z.array(z.string()),
  }),
});

/**
 * Lets checkov judge the manifests of a folder.
 * @param rules The rules that it judges by. @default all of them
 * @throws Error when it can't read one, or when a manifest excuses itself by an annotation.
 */
export async function checkov(folder: string, rules: readonly string[] = []): Promise<Judgement> {
  const output = await jsonOutput(
    pythonOf(environment()),
    [
      ...["-m", "checkov.main", "--directory", folder, "--framework", "kubernetes"],
      ...["--output", "json", "--compact", "--skip-download", "--soft-fail"],
      ...(rules.length === 0 ? [] : ["--check", rules.join(",")]),
    ],
    // A configuration of the user's own must not change what it looks for.
    { cwd: folder, env: { ...process.env, HOME: folder, LOG_LEVEL: "ERROR" } },
  );
  const { passed_checks, failed_checks, skipped_checks, parsing_errors } = report.parse(output).results;
  if (parsing_errors.length > 0) throw new Error(`checkov can't read ${parsing_errors.join(", ")}`);
  if (skipped_checks.length > 0)
    throw new Error(`these are excused by themselves: ${skipped_checks.map(objectOf).join(", ")}`);
  return {
    judged: [...new Set([...passed_checks, ...failed_checks].map(objectOf))].sort(),
    findings: failed_checks.map((failed) => ({
      tool: "checkov",
      rule: failed.check_id,
      object: objectOf(failed),
      message: failed.check_name,
    })),
  };
}

/** It writes `<kind>.<namespace>.<name>`, where a name may have dots, and adds its labels to that of a template's pod. */
function objectOf({ resource }: { readonly resource: string }): string {
  const [kind = "", namespace = "", ...name] = resource.split(".");
  return `${kind}/${namespace}/${kind === "Pod" ? (name[0] ?? "") : name.join(".")}`;
}
