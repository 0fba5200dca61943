import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { problemsIn } from "../configuration/check.ts";
import { problemLines } from "../configuration/problem-lines.ts";
import { policyTexts } from "../policy-texts.ts";

const usage = `node policies/commands/check-configuration.ts FILE…
Says all that is wrong with policy configurations; a file is named after its stack, as production.json.
Exit codes: 0 nothing, 1 something is wrong, 2 it was called otherwise than this.
`;

const files = process.argv.slice(2);
if (files.length === 0 || files.some((file) => file.startsWith("-"))) {
  (files.some((file) => ["-h", "--help"].includes(file)) ? process.stdout : process.stderr).write(usage);
  process.exitCode = files.includes("--help") || files.includes("-h") ? 0 : 2;
} else {
  const lines = files.flatMap(linesOf);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  process.exitCode = lines.length > 0 ? 1 : 0;
}

function linesOf(file: string): readonly string[] {
  let configuration: unknown;
  try {
    configuration = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return [`${file}: ${error instanceof Error ? error.message : String(error)}`];
  }
  const stack = basename(file, ".json");
  return problemLines(file, problemsIn(configuration, { policies: policyTexts, stack, now: new Date() }));
}
