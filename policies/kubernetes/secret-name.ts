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
  "PASSWORDS",
  "PW",
  "PWD",
  "SECRET",
  "TOKEN",
  "TOKENS",
]);

/** The same, at the end of a word that is written together. Not every word that ends in "key": there are monkeys. */
const joined =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(?:ACCESS|API|AUTH|ENCRYPTION|MASTER|PRIVATE|SECRET|SIGNING)KEY)$/;

/** What a name may end with behind the secret's word: which one of several it is, or how it is written. */
const qualifiers = new Set([
  "B64",
  "BASE64",
  "CURRENT",
  "DEV",
  "DEVELOPMENT",
  "LIVE",
  "NEW",
  "NEXT",
  "OLD",
  "PREVIOUS",
  "PROD",
  "PRODUCTION",
  "QA",
  "STAGE",
  "STAGING",
  "STG",
  "TEST",
  "UAT",
]);
const number = /^V?\d+$/;

/** What says of a key that it opens nothing. */
const openKeys = new Set([
  "CACHE",
  "FOREIGN",
  "GROUP",
  "IDEMPOTENCY",
  "OBJECT",
  "PARTITION",
  "PRIMARY",
  "ROUTING",
  "SORT",
]);

/** What is shown to everybody, is made from a secret so that it can be, or counts words. */
const openWords = new Set(["CHECKSUM", "HASH", "MAX", "MIN", "PUBLIC", "PUBLISHABLE", "SHA256"]);

/** Words that are no secret's alone: `PWD` is the folder that a shell is in. */
const neverAlone = new Set(["PW", "PWD", "TOKENS"]);

export const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== "");

/** The words up to the one that says what it is, and that one without its number: `DB_PASSWORD2_PROD` ends in PASSWORD. */
function saidBy(words: readonly string[]): readonly string[] {
  const end = words.findLastIndex((word) => !qualifiers.has(word) && !number.test(word));
  return words.slice(0, end + 1).map((word, index) => (index === end ? word.replace(/\d+$/, "") : word));
}

/**
 * Whether what bears a name is a secret by it: `DATABASE_PASSWORD`, `stripe.apiKey`. Not `TOKEN_URL`, `PASSWORD_FILE`,
 * `SECRET_NAME`, which say where it is or what it is called.
 */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => openWords.has(word))) return false;
  const [last = "", before] = saidBy(words).toReversed();
  if (!secretWords.has(last)) return joined.test(last);
  if (last === "KEY") return before !== undefined && !openKeys.has(before);
  return before !== undefined || !neverAlone.has(last);
}
