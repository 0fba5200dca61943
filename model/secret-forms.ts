/** A form that secrets have, and hardly anything else. */
export interface SecretForm {
  /** What it is, in words, as they follow on "looks like". */
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * What is known for a secret by its looks alone. Keys that pages show to everybody, such as Stripe's `pk_`, are none. A test holds
 * this list, that of `policies/` and the rules of `.gitleaks.toml` to the same keys.
 */
export const secretForms: readonly SecretForm[] = [
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: "an identity of age", pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/i },
  // A reference in the password's place is how it should be.
  {
    what: "an address with a password",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'`]*:(?![$<]|\{\{|%[({])[^\s@/"'`]+@/i,
  },
  { what: "an address with a token", pattern: /https:\/\/[A-Za-z0-9]{24,}@[\w.-]+/ },
  { what: "a signed token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}|\beyJ[\w.-]{100,}/ },
  { what: "a key of Anthropic's or OpenAI's", pattern: /\bsk-[A-Za-z0-9][\w-]{23,}/ },
  { what: "a key of Stripe's", pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { what: "a secret of a webhook", pattern: /\bwhsec_[A-Za-z0-9+/]{24,}/ },
  { what: "a key of SendGrid's", pattern: /\bSG\.[\w.-]{30,}/ },
  { what: "a key of Brave's", pattern: /\bBSA[\w-]{24,}/ },
  { what: "a key of Tavily's", pattern: /\btvly-[\w-]{24,}/ },
  { what: "a key of Pinecone's", pattern: /\bpcsk_\w{24,}/ },
  { what: "a key of Supabase's", pattern: /\bsb_secret_[\w-]{16,}/ },
  { what: "a key of Amazon's", pattern: /\bA(?:KIA|SIA)[A-Z2-7]{16}\b/ },
  { what: "a key of Google's", pattern: /\bAIza[\w-]{35}/ },
  { what: "a token of GitHub's", pattern: /\bgh[oprsu]_[A-Za-z0-9]{36,}|\bgithub_pat_\w{50,}/ },
  { what: "a token of GitLab's", pattern: /\bglpat-[\w-]{20,}/ },
  { what: "a token of Slack's", pattern: /\bxox[a-z]-[\w-]{10,}/ },
  {
    what: "a webhook's address of Slack's",
    pattern: /\bhooks\.slack\.com\/(?:services|triggers|workflows)\/\w{6,}\/\w{6,}\/\w{16,}/i,
  },
  { what: "a token of npm's", pattern: /\bnpm_[A-Za-z0-9]{36,}/ },
  { what: "a token of Pulumi's", pattern: /\bpul-[0-9a-f]{40}/ },
  { what: "a token of Vault's", pattern: /\bhv[bs]\.[\w-]{24,}/ },
  { what: "a token of Doppler's", pattern: /\bdp\.[a-z]{2,5}\.[\w.-]{40,}/ },
];

/** What a text looks like, if it holds a secret of a known form. */
export const secretFormIn = (text: string): string | undefined =>
  secretForms.find(({ pattern }) => pattern.test(text))?.what;
