import type { ByEnvironment } from "./environment-name.ts";

/** What a secret's value looks like (ENV-17): enough to make one up for dev. */
export interface SecretShape {
  /** Fixed text before the random part. Test keys outside production, live keys in it. */
  readonly prefix: ByEnvironment<string>;
  /** Characters in the random part. */
  readonly length: number;
  /** Fixed text after the random part. */
  readonly suffix: string;
}

/** A value that begins with the same text in every environment. */
export const prefixed = (prefix: string, length = 40): SecretShape => ({
  prefix: { dev: prefix, staging: prefix, production: prefix },
  length,
  suffix: "",
});

/** A value of exactly this many characters. */
export const ofLength = (length: number): SecretShape => prefixed("", length);

/** A key that comes in a live form, for production alone, and a test form, for every other environment. */
export const liveOrTest = (live: string, test: string): SecretShape => ({
  ...prefixed(test),
  prefix: { dev: test, staging: test, production: live },
});

/** An `https` address that carries a token, as Sentry's DSN does. What dev generates leads nowhere. */
export const addressWithToken = (): SecretShape => ({
  ...prefixed("https://", 32),
  suffix: "@sentry.invalid/1",
});
