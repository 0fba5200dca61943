import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { paths } from "../../toolchain/paths.ts";
import { captureEngine, parseOutput, runWithInput } from "./engine-output.ts";
import { lockIn, shownHolders } from "./lock.ts";
import { type PassphraseVerdict, passphraseVerdict } from "./passphrase-verdict.ts";
import type { Passphrases } from "./passphrases.ts";
import { RotationJournal } from "./rotation-journal.ts";
import { openedBy, saltOfFile, saltOfState } from "./stack-encryption.ts";

interface RotatedStack {
  readonly stack: string;
  /** In which the engine finds the state; what it says of passphrases is not heeded. */
  readonly environment: NodeJS.ProcessEnv;
  readonly passphrases: Passphrases;
}

/**
 * Changes the passphrase that a stack's file and state are encrypted with, or finishes a change that was cut off. When it
 * fails, both are as they were.
 * @returns `done` where the new passphrase was in force already.
 * @throws UsageError where it can't be changed, with what to do.
 */
export async function rotatePassphrase(rotated: RotatedStack): Promise<"rotated" | "done"> {
  const { stack, passphrases } = rotated;
  const file = join(paths.root, `Pulumi.${stack}.yaml`);
  const journal = new RotationJournal(stack, file);
  const inState = await exportedSalt(stack, withPassphrase(rotated.environment, passphrases.old));
  const byState = openedBy(inState, passphrases);
  // The engine does not write the file in one step, so one that was cut off may hold anything. The state is written last and whole.
  if (journal.isThere() && (byState === "old" || byState === "either")) {
    console.log("A rotation was cut off before. Going back to where it began.");
    journal.restore();
  }
  const inFile = existsSync(file) ? saltOfFile(readFileSync(file, "utf8"), file) : undefined;
  const verdict = passphraseVerdict(inFile === inState ? byState : openedBy(inFile, passphrases), byState);
  refuse(verdict, file);
  if (verdict === "done") {
    journal.forget();
    return "done";
  }

  const old = withPassphrase(rotated.environment, passphrases.old);
  const before = await lastUpdate(stack, old);
  journal.keep();
  const { exitCode, errors } = await runWithInput(
    ["stack", "change-secrets-provider", "passphrase", "--stack", stack, "--non-interactive"],
    old,
    passphrases.next,
  );
  if (exitCode !== 0) {
    // Whether the state was written tells which file fits it.
    if (openedBy(await exportedSalt(stack, old), passphrases) !== "new") journal.restore();
    const lock = lockIn(errors);
    throw new UsageError(
      lock === undefined
        ? `The engine could not change the passphrase of ${stack}; it says why above. Run this again: it goes on from where things are.`
        : `${stack} is locked by ${shownHolders(lock)}. Nothing was changed. Wait for that update, or "make recover STACK=${stack}" when it was killed; then run this again.`,
    );
  }
  await requireOpens(rotated);
  journal.forget();
  if ((await lastUpdate(stack, withPassphrase(rotated.environment, passphrases.next))) !== before)
    throw new UsageError(
      `The passphrase of ${stack} is changed. An update ended in the same seconds, and the state may lack what it did: "make recover STACK=${stack}".`,
    );
  return "rotated";
}

function refuse(verdict: PassphraseVerdict, file: string): void {
  if (verdict === "locked")
    throw new UsageError(
      "Neither passphrase opens the stack's file and its state. Nothing was changed. Give the one that is in force as PULUMI_CONFIG_PASSPHRASE or in a file.",
    );
  if (verdict === "stale-file")
    throw new UsageError(
      `The state has the new passphrase already, and ${file} is from before. Nothing was changed. Take the file as it is where the passphrase was changed ("git pull").`,
    );
  if (verdict === "half")
    throw new UsageError(
      `A rotation was cut off: ${file} has the new passphrase, the state the old one. Nothing was changed. Put the file back ("git checkout ${file}"), then run this again.`,
    );
}

async function exportedSalt(stack: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { exitCode, output } = await captureEngine(["stack", "export", "--stack", stack], environment);
  if (exitCode !== 0) throw new UsageError(`The state of ${stack} can't be read; the engine says why above.`);
  return saltOfState(output);
}

/** What the newest update of a stack is known by; the same text as long as none is added. */
async function lastUpdate(stack: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const { exitCode, output } = await captureEngine(
    ["stack", "history", "--stack", stack, "--json", "--page-size", "1"],
    environment,
  );
  if (exitCode !== 0)
    throw new UsageError(`The history of ${stack} can't be read; the engine says why above.`);
  const [newest] = (parseOutput(output) ?? []) as { readonly startTime?: string; readonly kind?: string }[];
  return `${newest?.kind ?? ""} ${newest?.startTime ?? ""}`;
}

/** The engine shows a state to whoever can't open it, too, and leaves out what is secret; so the salt is asked. */
async function requireOpens({ stack, environment, passphrases }: RotatedStack): Promise<void> {
  const opened = openedBy(
    await exportedSalt(stack, withPassphrase(environment, passphrases.next)),
    passphrases,
  );
  if (opened === "new" || opened === "either") return;
  throw new UsageError(
    `The state of ${stack} does not open with the new passphrase. Keep both. Its backend has the state from before as ${stack}.json.bak, or in its versions; docs/state.md says how to put it back.`,
  );
}

const withPassphrase = (environment: NodeJS.ProcessEnv, passphrase: string): NodeJS.ProcessEnv => ({
  ...environment,
  PULUMI_CONFIG_PASSPHRASE: passphrase,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
  NEW_PASSPHRASE: undefined,
  NEW_PASSPHRASE_FILE: undefined,
});
