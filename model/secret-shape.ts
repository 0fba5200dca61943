import type { ByEnvironment, EnvironmentName } from "./environment-name.ts";

/**
 * What a secret's value looks like (ENV-17): enough to make one up for dev, and to refuse what somebody put into a store by
 * mistake, such as a live key in staging.
 */
export interface SecretShape {
  /** Fixed text before the random part. Test keys outside production, live keys in it. */
  readonly prefix: ByEnvironment<string>;
  /** What a real value may begin with instead. @default nothing else */
  readonly otherPrefixes?: ByEnvironment<readonly string[]>;
  /** Characters in the random part of a value that is made up. */
  readonly length: number;
  /** Fixed text after the random part of a value that is made up; a real one may end otherwise. */
  readonly suffix: string;
  /** How many characters a real value has after its prefix: exactly `length`, at least as many, or any number but none. */
  readonly characters: "exactly" | "at least" | "any";
  /** What a real value has to match as well. @default nothing else */
  readonly pattern?: SecretPattern;
}

/** A regular expression that JavaScript and Go's RE2 read alike. */
export interface SecretPattern {
  readonly source: string;
  /** What it asks for, in words, as they follow on the secret's name. */
  readonly meaning: string;
}

/** A value that begins with the same text in every environment. */
export const prefixed = (prefix: string, length = 40): SecretShape => ({
  prefix: { dev: prefix, staging: prefix, production: prefix },
  length,
  suffix: "",
  characters: "any",
});

/** A value of exactly this many characters. */
export const ofLength = (length: number): SecretShape => ({ ...prefixed("", length), characters: "exactly" });

/** A value of at least this many characters. */
export const atLeast = (length: number): SecretShape => ({ ...prefixed("", length), characters: "at least" });

/**
 * Letters, digits and signs of ASCII, without blanks and line ends. Those get into a store by a careless paste and break a header, and of
 * anything beyond ASCII each driver has its own way to prepare it.
 */
const visible: SecretPattern = { source: "^[!-~]+$", meaning: "holds visible ASCII characters only" };

/** Characters that a password has at the least. */
const passwordLength = 24;

/** A password or key that somebody makes up for a store of the platform's, who can take a long one as well as a short one. */
export const password = (): SecretShape => ({ ...atLeast(passwordLength), pattern: visible });

/** A key of any length without a blank in it. */
export const keyOfAnyForm = (): SecretShape => ({ ...ofAnyForm(), pattern: visible });

/** A value of which no form is known. */
export const ofAnyForm = (): SecretShape => prefixed("");

/** A key that comes in a live form, for production alone, and a test form, for every other environment. */
export const liveOrTest = (
  live: string,
  test: string,
  others: { readonly live: readonly string[]; readonly test: readonly string[] } = { live: [], test: [] },
): SecretShape => ({
  ...prefixed(test),
  prefix: { dev: test, staging: test, production: live },
  otherPrefixes: { dev: others.test, staging: others.test, production: others.live },
});

/** An `https` address that carries a token, as Sentry's DSN does. What dev generates leads nowhere. */
export const addressWithToken = (): SecretShape => ({
  ...prefixed("https://", 32),
  suffix: "@sentry.invalid/1",
});

/** A shape of which real values may also begin otherwise, the same in every environment. */
export const orPrefixed = (shape: SecretShape, ...prefixes: readonly string[]): SecretShape => ({
  ...shape,
  otherPrefixes: { dev: prefixes, staging: prefixes, production: prefixes },
});

/** Everything that a real value may begin with in an environment. */
export const prefixesOf = (
  { prefix, otherPrefixes }: SecretShape,
  environment: EnvironmentName,
): readonly string[] => [prefix[environment], ...(otherPrefixes?.[environment] ?? [])];

/** What a value looks like in an environment, in words. */
export function secretForm(
  { prefix, length, characters, pattern }: SecretShape,
  environment: EnvironmentName,
): string {
  const begins = prefix[environment] === "" ? [] : [`begins with ${prefix[environment]}`];
  const has = characters === "any" ? [] : [`has ${characters} ${length} characters`];
  const matches = pattern ? [pattern.meaning] : [];
  const form = [...begins, ...has, ...matches].join(" and ");
  return form === "" ? "is not empty" : form;
}

/** Whether a value is what an environment takes for a secret of this shape. */
export function fitsShape(shape: SecretShape, environment: EnvironmentName, value: string): boolean {
  const { prefix, length, characters, pattern } = shape;
  const before = prefix[environment].length;
  const has = Buffer.byteLength(value);
  if (!prefixesOf(shape, environment).some((text) => value.startsWith(text))) return false;
  if (pattern && !new RegExp(pattern.source).test(value)) return false;
  return characters === "exactly"
    ? has === before + length
    : has >= (characters === "at least" ? before + length : before + 1);
}

/** What is said of a value that does not fit, which never shows it. */
export const misfit = (variable: string, shape: SecretShape, environment: EnvironmentName): string =>
  `${variable} of ${environment} ${secretForm(shape, environment)}, and this value does not`;

/** A value of a shape, of as many random characters as its length says. */
export const valueOfShape = (
  { prefix, suffix }: SecretShape,
  environment: EnvironmentName,
  random: string,
): string => `${prefix[environment]}${random}${suffix}`;
