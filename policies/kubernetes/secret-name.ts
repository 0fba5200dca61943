/** What a name ends with that stands for the secret itself, and not for its place, its age or its kind. */
const secretWords = new Set([
  "APIKEY",
  "AUTHORIZATION",
  "CREDENTIAL",
  "CREDENTIALS",
  "KEY",
  "PASS",
  "PASSPHRASE",
  "PASSWD",
  "PASSWORD",
  "PWD",
  "SECRET",
  "TOKEN",
]);

/** What says of a key that it opens nothing. */
const openKeys = new Set(["CACHE", "FOREIGN", "GROUP", "OBJECT", "PARTITION", "PRIMARY", "ROUTING", "SORT"]);

/** What is shown to everybody, or is made from a secret so that it can be. */
const openWords = new Set(["CHECKSUM", "HASH", "PUBLIC", "PUBLISHABLE", "SHA256"]);

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== "");

/**
 * Whether what bears a name is a secret by it: `DATABASE_PASSWORD`, `stripe.apiKey`. Not `TOKEN_URL`, `PASSWORD_FILE`,
 * `SECRET_NAME`, which say where it is or what it is called.
 */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  const [last = "", before] = words.toReversed();
  if (!secretWords.has(last) || words.some((word) => openWords.has(word))) return false;
  if (last === "KEY") return before !== undefined && !openKeys.has(before);
  // The shell's own variable for the folder it is in.
  return last !== "PWD" || before !== undefined;
}

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
