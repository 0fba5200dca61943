import { parseDocument } from "yaml";
import { opensSalt } from "../../toolchain/engine/passphrase-salt.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { parseOutput } from "./engine-output.ts";
import type { OpenedBy } from "./passphrase-verdict.ts";
import type { Passphrases } from "./passphrases.ts";

/**
 * The salt in a stack's file; none where nothing was ever encrypted.
 * @throws UsageError where another provider than a passphrase encrypts.
 */
export function saltOfFile(text: string, file: string): string | undefined {
  const document = parseDocument(text);
  const provider: unknown = document.get("secretsprovider");
  if (typeof provider === "string" && provider !== "" && provider !== "passphrase")
    throw noPassphrase(file, provider);
  const salt: unknown = document.get("encryptionsalt");
  return typeof salt === "string" && salt !== "" ? salt : undefined;
}

/**
 * The salt in a state, as `pulumi stack export` prints it; none where nothing was ever encrypted.
 * @throws UsageError where another provider than a passphrase encrypts.
 */
export function saltOfState(exported: string): string | undefined {
  const { deployment } = parseOutput(exported) as {
    readonly deployment?: {
      readonly secrets_providers?: { readonly type?: string; readonly state?: { readonly salt?: string } };
    } | null;
  };
  const provider = deployment?.secrets_providers;
  if (provider?.type === undefined || provider.type === "") return undefined;
  if (provider.type !== "passphrase") throw noPassphrase("The state", provider.type);
  return provider.state?.salt;
}

const noPassphrase = (what: string, provider: string): UsageError =>
  new UsageError(
    `${what} is encrypted by "${provider}" and not with a passphrase, so there is none to change. ` +
      'Keys of a KMS are rotated there; "pulumi stack change-secrets-provider" in "make shell" makes a new data key. See docs/state.md.',
  );

/** Which passphrase opens what stands beside a salt. */
export function openedBy(salt: string | undefined, { old, next }: Passphrases): OpenedBy {
  if (salt === undefined) return "either";
  if (opensSalt(salt, old)) return "old";
  return opensSalt(salt, next) ? "new" : "neither";
}
