import { readFileSync } from "node:fs";
import { UsageError } from "../../toolchain/engine/requirements.ts";

/** The passphrase that a stack's secrets are encrypted with, and the one that they will be. */
export interface Passphrases {
  readonly old: string;
  readonly next: string;
}

/** Characters. What 16 random bytes take in base64; nobody has to type it. */
export const SHORTEST_PASSPHRASE = 20;

/**
 * Both passphrases, from variables or from files that variables name; a command line would show them to whoever lists
 * processes.
 * @throws UsageError with everything that is missing or wrong. No message holds a passphrase.
 */
export function givenPassphrases(environment: NodeJS.ProcessEnv): Passphrases {
  const problems: string[] = [];
  const old = given(environment, "PULUMI_CONFIG_PASSPHRASE", "the passphrase so far", problems);
  const next = given(environment, "NEW_PASSPHRASE", "the new passphrase", problems);
  if (next !== undefined) problems.push(...problemsOf(next, old));
  if (old === undefined || next === undefined || problems.length > 0)
    throw new UsageError(problems.map((problem) => `- ${problem}`).join("\n"));
  return { old, next };
}

/** An empty passphrase is one to the engine, and the first that should be changed. */
function given(
  environment: NodeJS.ProcessEnv,
  name: string,
  meaning: string,
  problems: string[],
): string | undefined {
  const value = environment[name];
  const file = environment[`${name}_FILE`] ?? "";
  if (value !== undefined && (value !== "" || file === "")) return value;
  if (file === "") {
    problems.push(`${meaning} is not given; set ${name}, or ${name}_FILE to its file`);
    return undefined;
  }
  try {
    // As the engine reads it.
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    problems.push(`${name}_FILE: ${(error as Error).message}`);
    return undefined;
  }
}

/** The engine reads a new passphrase as one line without the blanks around it: another one would be set than was given. */
function problemsOf(next: string, old: string | undefined): readonly string[] {
  return [
    ...(next !== next.trim() || /[\r\n]/.test(next)
      ? ["the new passphrase must be one line, without blanks before or after it"]
      : []),
    ...(next.length < SHORTEST_PASSPHRASE
      ? [
          `the new passphrase has ${next.length} characters; give at least ${SHORTEST_PASSPHRASE}: openssl rand -base64 24`,
        ]
      : []),
    ...(next === old ? ["the new passphrase is the old one"] : []),
  ];
}
