import { readFileSync } from "node:fs";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { commandArguments, help } from "../command-arguments.ts";
import { declarationOf } from "./declaration.ts";
import { importOpenSlo } from "./import.ts";

const usage = `Usage: make openslo-import FILE=<file>

Reads documents of openslo/v1, and prints the objectives as a system declares them in systems/<system>.ts. Of what can't be promised so, and
of what is wrong, every problem is printed, with what to write instead. Nothing is changed.
Exit code 0 when all of it could be read, 1 when some could not, 2 for a wrong call.`;

/**
 * Reads objectives of openslo/v1.
 * @returns 0 or 1, as the usage has it.
 * @throws UsageError for a wrong call.
 */
export function importCommand(args: readonly string[]): number {
  const { values, positionals } = commandArguments(args, { help }, usage, 1);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { objectives, problems } = importOpenSlo(textOf(positionals[0] ?? ""));
  if (objectives.length > 0) process.stdout.write(declarationOf(objectives));
  for (const { path, message } of problems) console.error(`${path}: ${message}`);
  return problems.length === 0 ? 0 : 1;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const wrong =
      code === "EISDIR"
        ? `"${file}" is a folder.`
        : code === "ENOENT"
          ? `There is no file "${file}".`
          : `"${file}" can't be read: ${message}.`;
    throw new UsageError(`${wrong} Say FILE= and one with documents of openslo/v1.`);
  }
}
