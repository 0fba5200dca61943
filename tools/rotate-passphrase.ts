import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { liveState } from "../toolchain/engine/live-state.ts";
import { localPassphraseFile } from "../toolchain/engine/local-state.ts";
import { exitWith, requireStack } from "../toolchain/engine/requirements.ts";
import { writeWhole } from "../toolchain/steps/atomic-file.ts";
import { rotatePassphrase } from "./live/passphrase-rotation.ts";
import { givenPassphrases, type Passphrases } from "./live/passphrases.ts";

const usage = `Usage: node tools/rotate-passphrase.ts [stack]

Changes the passphrase that a stack's secrets are encrypted with, in its file and its state. The one so far is read as the
engine reads it, from PULUMI_CONFIG_PASSPHRASE or the file that PULUMI_CONFIG_PASSPHRASE_FILE names; the new one from
NEW_PASSPHRASE or NEW_PASSPHRASE_FILE. The local state of dev has its passphrase on this machine, and gets a new one made up.
Cut off at any moment, it leaves a state that one of both opens; run it again with the same two.
Exit code 0 when the new passphrase is in force, 1 when it could not be brought there.`;

/** Where the new passphrase of the local state waits until it is in force. */
const waiting = `${localPassphraseFile}.new`;

/** `node tools/rotate-passphrase.ts [stack]` */
await exitWith(async () => {
  if (process.argv.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const run = requireStack(process.argv[2]);
  const { stack } = run;
  const isLocal = run.backend === undefined && stack === "dev";
  const { description, environment } = liveState(run, "rotate-passphrase");
  console.log(`Changing the passphrase of ${stack} with ${description}.`);
  const passphrases = isLocal ? localPassphrases() : givenPassphrases(process.env);
  const outcome = await rotatePassphrase({ stack, environment, passphrases });
  if (isLocal) renameSync(waiting, localPassphraseFile);
  console.log(
    `${stack} opens with the new passphrase${outcome === "done" ? ", and did before" : ", and no longer with the old one"}.`,
  );
  console.log(isLocal ? `It stands in ${localPassphraseFile}.` : afterwards(stack));
  return 0;
});

/** One that was made before and cut off is taken up again: the state may have it already. */
function localPassphrases(): Passphrases {
  if (!existsSync(waiting)) writeWhole(waiting, `${randomBytes(24).toString("base64url")}\n`, 0o600);
  const read = (file: string): string => readFileSync(file, "utf8").trim();
  return { old: read(localPassphraseFile), next: read(waiting) };
}

function afterwards(stack: string): string {
  return `Now:
  1. Commit Pulumi.${stack}.yaml: whoever has the one from before can't use the new passphrase.
  2. Put the new passphrase where people and pipelines read it.
  3. What the backend keeps of the state from before (history, ${stack}.json.bak, versions of the bucket) still opens with
     the old passphrase. After a leak, delete it, and replace the secrets in it: docs/secrets.md.`;
}
