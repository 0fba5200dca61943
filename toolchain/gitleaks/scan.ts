import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A secret that a scan found, without its value. */
export interface Leak {
  /** The id of the rule that found it. */
  readonly rule: string;
  readonly description: string;
  readonly file: string;
  /** Nothing where the file itself is what may not be there. */
  readonly line: number | undefined;
  /** The commit that brought it in; empty for what is only staged. */
  readonly commit: string;
  /** What excuses it, as a line of .gitleaksignore. */
  readonly fingerprint: string;
}

/** What is looked through. */
export type Scanned =
  { readonly kind: "staged" } | { readonly kind: "history"; readonly revisions: readonly string[] };

/** What gitleaks ends with when it found something; 1 is what it ends with when it failed. */
const FOUND = 3;

/**
 * Looks through a repository by the rules of a configuration. Comments that tell gitleaks to pass a line over are not heeded.
 * @throws Error when it could not look through all of it: gitleaks itself ends with 0 then.
 */
export async function scan(
  program: string,
  repository: string,
  configuration: string,
  scanned: Scanned,
): Promise<readonly Leak[]> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-scan-"));
  const report = join(folder, "report.json");
  try {
    const { code, errors } = await run(program, [
      "git",
      ...(scanned.kind === "staged" ? ["--staged"] : ["--log-opts", scanned.revisions.join(" ")]),
      ...["--config", configuration, "--ignore-gitleaks-allow"],
      // The report is what is printed, so no value may stand in it.
      ...["--redact=100", "--report-format", "json", "--report-path", report],
      ...["--no-banner", "--no-color", "--log-level", "error", "--exit-code", String(FOUND)],
      repository,
    ]);
    if (errors !== "" || (code !== 0 && code !== FOUND))
      throw new Error(`gitleaks did not look through all of ${repository} (${String(code)}):\n${errors}`);
    return leaksIn(readFileSync(report, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function leaksIn(report: string): readonly Leak[] {
  const findings = JSON.parse(report) as {
    RuleID: string;
    Description: string;
    File: string;
    StartLine: number;
    Commit: string;
    Fingerprint: string;
  }[];
  return findings.map(({ RuleID, Description, File, StartLine, Commit, Fingerprint }) => ({
    rule: RuleID,
    description: Description,
    file: File,
    line: StartLine === 0 ? undefined : StartLine,
    commit: Commit,
    fingerprint: Fingerprint,
  }));
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, errors: errors.trim() });
    });
  });
}
