import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { goProgram } from "../go-program.ts";

/** A template, and the values that it is filled with. */
export interface AskedTemplate {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What became of it: the text, or an empty one and why there is none. */
export interface FilledTemplate {
  readonly text: string;
  readonly error: string;
}

/** Fills templates as the External Secrets operator does. */
export async function fillTemplates(asked: readonly AskedTemplate[]): Promise<readonly FilledTemplate[]> {
  const sources = fileURLToPath(new URL("program", import.meta.url));
  const program = await goProgram("secret-templates", sources);
  return JSON.parse(
    execFileSync(program, { input: JSON.stringify(asked), encoding: "utf8", maxBuffer: 64 * 1024 ** 2 }),
  ) as FilledTemplate[];
}
