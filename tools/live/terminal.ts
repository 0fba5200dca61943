import { createInterface } from "node:readline";
import { UsageError } from "../../toolchain/engine/requirements.ts";

interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean };
}

/**
 * Whether a person is there to be asked. Without a terminal nobody is: who runs this in a pipeline has asked before.
 * @throws UsageError when a person is there who could not see the question.
 */
export function isPersonThere({ stdin, stdout }: Streams = process): boolean {
  if (stdin.isTTY !== true) return false;
  if (stdout.isTTY === true) return true;
  throw new UsageError(
    "You are at a terminal, and the output goes elsewhere, so you would not see what you are asked. Nothing was changed. " +
      "Run this without the pipe, or with </dev/null to go on without being asked.",
  );
}

/** Asks a person for a "yes". @throws UsageError when the answer is another one. */
export async function confirm(question: string): Promise<void> {
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<string>((resolve) => {
    asked.once("close", () => {
      resolve("");
    });
    asked.question(`\n${question} Type "yes" to go on: `, resolve);
  });
  asked.close();
  if (answer.trim() !== "yes") throw new UsageError("Not confirmed, so it ends here.");
}
