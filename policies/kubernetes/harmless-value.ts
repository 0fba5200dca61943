import { isObjectReference, looksDrawn } from "./object-name.ts";
import { wordsOf } from "./secret-name.ts";

/** What says of a "secret" that it is an object of Kubernetes, which a name is given of. */
const ofKubernetes = new Set(["CERT", "CERTIFICATE", "EXISTING", "PULL", "TLS"]);

/**
 * Whether what bears a name is the name of a Secret by convention: `existingSecret`, `imagePullSecret`, `TLS_SECRET`. The annotations of
 * controllers say so with `…/auth-secret`.
 */
export function namesReference(name: string, isAnnotation: boolean): boolean {
  const words = wordsOf(name);
  return words.at(-1) === "SECRET" && (isAnnotation || words.some((word) => ofKubernetes.has(word)));
}

/** How Secrets are called and no secret is. */
const calledCredentials = /[a-z0-9][.-](?:credentials|creds)$/;

/** Stores in which a key is the place of a value. */
const stores = new Set(["BUCKET", "REDIS", "S3"]);
const place = /^[a-z]+(?:[-_./:]+(?:[a-z]+|v?\d{1,3}))*$/i;

/** Whether a text can't be the secret that its name promises: the name of a Secret, the place of a value in a store, a count. */
export function isHarmless(name: string, text: string, isAnnotation: boolean): boolean {
  const words = wordsOf(name);
  switch (words.at(-1) ?? "") {
    case "SECRET":
      return isObjectReference(text) && (namesReference(name, isAnnotation) || calledCredentials.test(text));
    case "KEY":
      return stores.has(words.at(-2) ?? "") && place.test(text) && !looksDrawn(text);
    case "TOKENS":
      return /^\d+$/.test(text);
    default:
      return false;
  }
}
