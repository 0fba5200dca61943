import type { Problem } from "../model/problem.ts";
import { secretFormIn } from "../model/secret-forms.ts";

const fix = "replace it where it was issued, put the new value into the store, and name its version here";

/**
 * What in a configuration is a secret in clear (POL-10). It stands in git from the next commit on, so it is refused wherever it stands and
 * whether or not anything reads it. No message shows it.
 * @param path Where the value stands.
 * @param given A value of the configuration, as it was read.
 */
export function clearSecretProblems(path: string, given: unknown): Problem[] {
  if (typeof given === "string") {
    const form =
      secretFormIn(given) ?? (looksGenerated(given) ? "a secret that a program made up" : undefined);
    return form === undefined ? [] : [{ path, message: `holds what looks like ${form}, in clear; ${fix}` }];
  }
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([key, inner]) => clearSecretProblems(`${path}.${key}`, inner));
}

/** Key of a provider's configuration that holds a secret by its name, such as `github:token`. */
const secretKey = /(?:password|passphrase|token|secret|credentials?|(?:api|access|private|secret)[-_]?key)$/i;

/**
 * The same of a key that is another program's, a provider's for example.
 * @param text Its value as the engine hands it over.
 */
export function clearSecretOfProvider(key: string, text: string): Problem[] {
  const found = clearSecretProblems(key, text);
  if (found.length > 0 || !secretKey.test(key) || text === "") return found;
  return [
    {
      path: key,
      message: `holds a secret in clear, by its name; ${fix}, or give it to the provider by its variable`,
    },
  ];
}

/** What PEM has of a certificate or a public key, which are for everybody. A private key's own lines are no part of it. */
const publicBlock =
  /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE|PUBLIC KEY)-----[A-Za-z0-9+/=\s]*-----END \1-----/g;

/** Long enough to be no name, without a break, and of all three kinds of characters: nobody writes this by hand. */
const looksGenerated = (text: string): boolean =>
  (text.replace(publicBlock, "").match(/[A-Za-z0-9+=]{32,}/g) ?? []).some(
    (run) => /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run),
  );
