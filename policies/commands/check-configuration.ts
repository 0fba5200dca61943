import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { problemsIn } from "../configuration/check.ts";
import { problemLines } from "../configuration/problem-lines.ts";
import { unprotectedWarning } from "../configuration/protection.ts";
import { policyTexts } from "../policy-texts.ts";

const usage = `node policies/commands/check-configuration.ts FILE…
Says all that is wrong with policy configurations; a file is named after its stack, as production.json.
Warns, on standard error, where none of them protects a stack.
Exit codes: 0 nothing, 1 something is wrong, 2 it was called otherwise than this.
`;

const files = process.argv.slice(2);
if (files.length === 0 || files.some((file) => file.startsWith("-"))) {
  (files.some((file) => ["-h", "--help"].includes(file)) ? process.stdout : process.stderr).write(usage);
  process.exitCode = files.includes("--help") || files.includes("-h") ? 0 : 2;
} else {
  const read = files.map(readConfiguration);
  const lines = read.flatMap(linesOf);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  const warning = unprotectedWarning(
    new Map(read.flatMap(({ stack, parsed }) => (parsed ? [[stack, parsed.configuration] as const] : []))),
  );
  if (warning !== undefined) process.stderr.write(`warning: ${warning}\n`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}

interface ReadFile {
  readonly file: string;
  readonly stack: string;
  /** @default it is no JSON, or can't be read */
  readonly parsed?: { readonly configuration: unknown };
  readonly error?: string;
}

function readConfiguration(file: string): ReadFile {
  const stack = basename(file, ".json");
  try {
    return { file, stack, parsed: { configuration: JSON.parse(readFileSync(file, "utf8")) as unknown } };
  } catch (error) {
    return { file, stack, error: error instanceof Error ? error.message : String(error) };
  }
}

function linesOf({ file, stack, parsed, error = "can't be read" }: ReadFile): readonly string[] {
  return parsed === undefined
    ? [`${file}: ${error}`]
    : problemLines(file, problemsIn(parsed.configuration, { policies: policyTexts, stack, now: new Date() }));
}
