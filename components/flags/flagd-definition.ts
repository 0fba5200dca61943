import type { FeatureFlag, FlagRelease, FlagShare, FlagSubject } from "../../model/feature-flag.ts";

/** JSON logic, as far as flags need it. */
export type Logic = string | number | null | readonly Logic[] | { readonly [operator: string]: Logic };

/** A flag in flagd's format. */
export interface FlagdFlag {
  readonly state: "ENABLED";
  readonly variants: FeatureFlag["variants"];
  readonly defaultVariant: string;
  readonly targeting?: Logic;
  readonly metadata: { readonly meaning: string };
}

/** Where the code's evaluation context says for whom it asks: OpenFeature's own name for the user, and ours for the tenant. */
const subjectAttributes: Readonly<Record<FlagSubject, string>> = {
  user: "targetingKey",
  tenant: "tenant",
};

/**
 * A flag as it is released in an environment. A kill takes every rule away instead of disabling the flag: for a
 * disabled one each place in the code would answer with a default of its own.
 */
export function flagdFlag(key: string, flag: FeatureFlag, release: FlagRelease): FlagdFlag {
  const { variants, off, meaning } = flag;
  const common = { state: "ENABLED", variants, metadata: { meaning } } as const;
  if (release.killed) return { ...common, defaultVariant: off };
  const rules = [
    ...named("user", release.users),
    ...named("tenant", release.tenants),
    ...(release.share ? dealtOut(key, release.share, release.serve) : []),
  ];
  return {
    ...common,
    defaultVariant: release.serve,
    // An answer of null stands for the default variant.
    ...(rules.length === 0 ? {} : { targeting: { if: [...rules.flat(), null] } }),
  };
}

type Rule = readonly [condition: Logic, variant: Logic];

const named = (subject: FlagSubject, ids: FlagRelease["users"]): readonly Rule[] =>
  Object.entries(ids).flatMap(([variant, each]): Rule[] =>
    each.length === 0 ? [] : [[{ in: [{ var: subjectAttributes[subject] }, [...each]] }, variant]],
  );

/**
 * Shares are counted in parts of a million. They are dealt out by the subject and the flag: another flag meets other
 * subjects first, and a share that grows keeps those that it had.
 */
function dealtOut(key: string, { by, of }: FlagShare, rest: string): readonly Rule[] {
  const subject = { var: subjectAttributes[by] };
  const shares = Object.entries(of).map(([variant, { partsPerMillion }]) => [variant, partsPerMillion]);
  const left = Object.values(of).reduce((sum, { partsPerMillion }) => sum - partsPerMillion, 1_000_000);
  const buckets = [...shares, ...(left > 0 ? [[rest, left]] : [])];
  return [[{ "!!": [subject] }, { fractional: [{ cat: [key, "/", subject] }, ...buckets] }]];
}
