const name = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
/** Longer than any word, or with digits among its letters: so programs draw keys, and nobody names things. */
const drawn = /[a-z0-9]{24}|(?=[a-z0-9]{16})[a-z0-9]*[a-z]\d+[a-z]/i;

/** Whether a text holds what only a program makes up. */
export const looksDrawn = (text: string): boolean => drawn.test(text);

/** Whether a text has the form of an object's name, and not that of a key which a program made up. */
export const isObjectName = (text: string): boolean => name.test(text) && !looksDrawn(text);

/** The same, where the namespace may stand before it. */
export function isObjectReference(text: string): boolean {
  const parts = text.split("/");
  return parts.length <= 2 && parts.every(isObjectName);
}
