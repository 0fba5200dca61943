import type { Problem } from "../model/problem.ts";

const mask = "a text that may be a secret";

/** What refusals keep to themselves of a configuration. */
interface Hidden {
  /** Texts that may be secrets, in each form in which a message shows them; the longest first, since a shorter one may be a part of it. */
  readonly forms: readonly string[];
  /** What was given where a single value belongs, as JSON. Its fields may be anything, such as a user's token. */
  readonly composites: ReadonlyMap<string, string>;
}

/**
 * The problems without what may be a secret: whoever pastes one into the wrong field must not find it in a log of CI as
 * well. What stands among the versions of secrets and is no version is one, unless it names one; elsewhere, it is told by its
 * looks.
 * @param given The configuration that they are about.
 */
export function withoutSecrets(problems: readonly Problem[], given: unknown): Problem[] {
  // A configuration that is one text and not the name of an environment may be anything.
  const texts = new Set(typeof given === "string" && !/^[a-z]{1,20}$/.test(given) ? [given] : []);
  const composites = new Map<string, string>();
  walk(given, [], (value, path) => {
    if (typeof value === "string" && mayBeSecret(value, path)) texts.add(value);
    if (holdsText(value))
      composites.set(JSON.stringify(value), Array.isArray(value) ? "a list" : "an object");
  });
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  const hidden = { forms: longestFirst.flatMap(formsOf), composites };
  return problems.map(({ path, message }) => ({
    path: masked(withoutHidden(path, hidden)),
    message: masked(withoutHidden(message, hidden)),
  }));
}

/** A message without what in it looks like a secret: the password of an address, a key, a token. */
export const masked = (message: string): string =>
  message.replace(passwordInAddress, "$1…@").replace(keyLike, (run) => (looksGenerated(run) ? "…" : run));

const passwordInAddress = /(:\/{2,})[^\s/@"]+@/g;
const keyLike = /(?<!sha256:[\da-f]*)[\w+/=-]{16,}/gi;

/** Capitals, small letters and digits in one, or a long hexadecimal number: what a generator makes, and no person. */
const looksGenerated = (run: string): boolean =>
  (/[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run)) || /[\da-f]{32}/i.test(run);

/** @param path Where the text stands; nowhere for a key. */
function mayBeSecret(text: string, path: readonly string[]): boolean {
  const isName = path.includes("optional") && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text);
  const isNoVersion = path.includes("secrets") && !isName && !/^[a-z0-9-]{0,50}$/.test(text);
  // Nothing here is written in lines but certificates, and nothing is as long.
  return isNoVersion || /[\r\n]/.test(text) || text.length > longestName || masked(text) !== text;
}

/** Whether it is a list or an object with a text anywhere in it. */
const holdsText = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).some((inner) => typeof inner === "string" || holdsText(inner));

/** Names of DNS are the longest that a field takes. */
const longestName = 253;

/** Too short to be searched for within a message: it might be a part of any word. */
const shortest = 8;

/** In quotes, and without them where that is not too short. */
function formsOf(text: string): readonly string[] {
  const quoted = JSON.stringify(text);
  return [quoted, ...[text, quoted.slice(1, -1)].filter(({ length }) => length >= shortest)];
}

function withoutHidden(message: string, { forms, composites }: Hidden): string {
  // Configurations have hundreds of them, and few messages show one.
  const shown = /[[{]/.test(message) ? [...composites] : [];
  const withoutComposites = shown.reduce((rest, [json, by]) => rest.replaceAll(json, () => by), message);
  return forms.reduce((rest, form) => rest.replaceAll(form, () => mask), withoutComposites);
}

function walk(
  value: unknown,
  path: readonly string[],
  visit: (value: unknown, path: readonly string[]) => void,
): void {
  visit(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    visit(key, []);
    walk(inner, [...path, key], visit);
  }
}
