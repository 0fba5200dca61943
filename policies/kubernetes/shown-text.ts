import { isObjectName } from "./object-name.ts";
import { secretForms } from "./secret-forms.ts";

/** Stands in a message for what may be a secret. */
export const HIDDEN = "…";

/** Letters with digits among them, as programs draw keys. A digest says what it is of, and is shown. */
const drawn = /(sha256:[0-9a-f]{64}\b)|(?=[a-z0-9]{16})[a-z0-9]*[a-z]\d+[a-z][a-z0-9]*/gi;
const known = secretForms.map(({ pattern }) => new RegExp(pattern, `${pattern.flags}g`));

/** A text of a message without what looks like a secret, whoever put it there. */
export const withoutSecrets = (text: string): string =>
  known
    .reduce((rest, pattern) => rest.replaceAll(pattern, HIDDEN), text)
    .replaceAll(drawn, (_, digest?: string) => digest ?? HIDDEN);

/** An object's name, where a text has the form of one. */
export const shownName = (text: string | undefined): string | undefined =>
  text !== undefined && isObjectName(text) ? text : undefined;

const keyForm = /^[\w./-]{1,253}$/;

/** Every field's path is written as it is read, and objects share their keys: to look at each once makes rules several times faster. */
const shownKeys = new Map<string, string>();

/** A key of a map, as far as it has the form of one. */
export function shownKey(text: string): string {
  const seen = shownKeys.get(text);
  if (seen !== undefined) return seen;
  const shown = keyForm.test(text) && withoutSecrets(text) === text ? text : HIDDEN;
  shownKeys.set(text, shown);
  return shown;
}

const image =
  /^(?:[a-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[a-z0-9._-]*)?(?:@[a-z0-9]*(?::[a-f0-9]*)?)?$/i;

/** An image's reference, where a text has the form of one: its repository in small letters, its tag that of a version. */
export function shownImage(text: string): string | undefined {
  const [reference = "", digest] = text.split("@");
  const isOne =
    image.test(text) && reference === reference.toLowerCase() && withoutSecrets(reference) === reference;
  // A digest is as long as a key is, and only a whole one is known for what it is.
  return isOne ? `${reference}${digest === undefined ? "" : `@${withoutSecrets(digest)}`}` : undefined;
}
