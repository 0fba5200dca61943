import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMap, parseDocument } from "yaml";
import { paths } from "../paths.ts";
import { writeWhole } from "../steps/atomic-file.ts";
import { stackFile } from "./project.ts";
import { checkpointFile, ensureStack } from "./state-folder.ts";

/** Where the passphrase of this machine's local state stands. */
export const localPassphraseFile = join(paths.state, "passphrase");

/** The state of dev on this machine: it stays, for it knows what was deployed. */
export function localState(project: string, stack: string): NodeJS.ProcessEnv {
  if (!existsSync(localPassphraseFile)) {
    forgetOldSalt(stack);
    writeWhole(localPassphraseFile, `${randomBytes(24).toString("base64url")}\n`, 0o600);
  }
  ensureStack(paths.state, project, stack);
  return {
    PULUMI_BACKEND_URL: pathToFileURL(paths.state).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: localPassphraseFile,
    PULUMI_CONFIG_PASSPHRASE: undefined,
  };
}

/** Whether anything was deployed from here; a stack that was only looked at is empty. */
export function isDeployed(project: string, stack: string): boolean {
  const file = checkpointFile(paths.state, project, stack);
  if (!existsSync(file)) return false;
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint?: { latest?: { resources?: unknown[] } };
  };
  return (checkpoint?.latest?.resources ?? []).length > 0;
}

/** Whether a stack's file holds values that are encrypted. */
export const holdsEncryptedValues = (file: string | undefined): boolean =>
  file !== undefined && /^\s*secure:/m.test(readFileSync(file, "utf8"));

/** The engine keeps the salt in the stack's file; one of a passphrase that is gone would lock it out. */
function forgetOldSalt(stack: string): void {
  const file = stackFile(stack);
  if (file === undefined) return;
  const text = readFileSync(file, "utf8");
  const document = parseDocument(text);
  if (!document.has("encryptionsalt")) return;
  if (holdsEncryptedValues(file)) {
    throw new Error(
      `${file} holds values that were encrypted with another passphrase than this machine has. ` +
        `Put that passphrase into ${localPassphraseFile}, or delete the values and set them again.`,
    );
  }
  document.delete("encryptionsalt");
  if (isMap(document.contents) && document.contents.items.length > 0) writeWhole(file, document.toString());
  else rmSync(file);
}
