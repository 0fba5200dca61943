import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { exitWith, UsageError } from "../toolchain/engine/requirements.ts";
import { provideGitleaks } from "../toolchain/gitleaks/gitleaks.ts";
import { type Leak, scan, type Scanned } from "../toolchain/gitleaks/scan.ts";
import { paths } from "../toolchain/paths.ts";
import { SetupError } from "../toolchain/steps/step.ts";

const usage = `Usage: node tools/scan-secrets.ts [history|staged|get]

Looks for secrets by the rules of .gitleaks.toml: in every commit that this clone has (history), or in what is staged for the
next one (staged). "get" only makes gitleaks ready. No value is printed.
Exit code 0 when nothing was found, 1 when something was, 2 when it could not be found out.`;

const FAILED = 2;

/** `node tools/scan-secrets.ts [history|staged|get]` */
await exitWith(async () => {
  const what = process.argv[2] ?? "history";
  if (what === "--help") {
    console.log(usage);
    return 0;
  }
  const program = await gitleaks();
  if (what === "get") return 0;
  if (what !== "history" && what !== "staged") throw new UsageError(usage);
  const scanned: Scanned = what === "staged" ? { kind: what } : { kind: what, revisions: ["--all"] };
  const leaks = await scan(program, paths.root, join(paths.root, ".gitleaks.toml"), scanned);
  if (leaks.length > 0) {
    console.error(said(leaks, what));
    return 1;
  }
  if (what === "history") console.log(`No secret in ${commits()}.`);
  return 0;
}, FAILED);

async function gitleaks(): Promise<string> {
  try {
    return await provideGitleaks((line) => {
      console.log(line);
    });
  } catch (error) {
    throw error instanceof SetupError ? new UsageError(error.message) : error;
  }
}

function said(leaks: readonly Leak[], what: "history" | "staged"): string {
  const lines = leaks.map(({ rule, file, line, commit, description, fingerprint }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    return commit === ""
      ? `  ${place}  ${rule}: ${description}`
      : `  ${place} in ${commit.slice(0, 12)}  ${rule}: ${description}\n    ${fingerprint}`;
  });
  const advice =
    what === "staged"
      ? "Take it out, and stage the file again. A value that nobody needs to keep to himself gets an exception in .gitleaks.toml."
      : "Who has read the repository has it: make it worthless first. docs/secrets.md says how, in order.";
  return `Found ${leaks.length === 1 ? "a secret" : `${leaks.length} secrets`}:\n${lines.join("\n")}\n${advice}`;
}

function commits(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: paths.root, encoding: "utf8" }).trim();
  const count = `${git("rev-list", "--all", "--count")} commits`;
  return git("rev-parse", "--is-shallow-repository") === "true"
    ? `${count}; this clone is shallow, and what is older was not looked at`
    : count;
}
