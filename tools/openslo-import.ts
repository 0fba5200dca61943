import { existsSync, readFileSync } from "node:fs";
import { declarationOf } from "./openslo/declaration.ts";
import { importOpenSlo } from "./openslo/import.ts";

const usage = `Usage: make openslo-import FILE=<file>

Reads documents of openslo/v1, and prints the objectives as a system declares them in systems/<system>.ts. Of what can't be promised so, and
of what is wrong, every problem is printed, with what to write instead. Nothing is changed.
Exit code 0 when all of it could be read, 1 when some could not, 2 for a wrong call.`;

const [, , file = ""] = process.argv;
if (file === "--help") {
  console.log(usage);
} else if (!existsSync(file)) {
  console.error(`There is no file "${file}". Say FILE= and one with documents of openslo/v1.`);
  process.exitCode = 2;
} else {
  const { objectives, problems } = importOpenSlo(readFileSync(file, "utf8"));
  if (objectives.length > 0) process.stdout.write(declarationOf(objectives));
  for (const { path, message } of problems) console.error(`${path}: ${message}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
