import type { LifecycleRule as DeclaredRule } from "../../model/lifecycle.ts";
import { type Bucket, type BucketAbilities, lifecycleOf } from "../../model/object-store.ts";
import { days, type Duration } from "../../model/quantities/duration.ts";
import type { StorageClass } from "../../model/storage-class.ts";

/** What S3's `PutBucketLifecycleConfiguration` takes as JSON, as far as Slipway writes it. */
export interface LifecycleConfiguration {
  readonly Rules: readonly LifecycleRule[];
}

/** A rule of S3's. Each has a filter, by the beginning of names alone. */
export interface LifecycleRule {
  readonly ID: string;
  readonly Status: "Enabled";
  readonly Filter: { readonly Prefix: string };
  readonly Transitions?: readonly { readonly Days: number; readonly StorageClass: StorageClass }[];
  /** Markers of what was deleted go by themselves where `Days` is set, and S3 takes only one of the two. */
  readonly Expiration?: { readonly Days: number } | { readonly ExpiredObjectDeleteMarker: true };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

/**
 * The lifecycle of a bucket as its provider is to be told. Versions that were deleted or replaced go when the bucket's retention is
 * over, rounded up to days, so that nothing goes before (BDR-06).
 * @returns `undefined` where the provider carries out no lifecycle.
 */
export function lifecycleConfiguration(
  bucket: Bucket,
  abilities: BucketAbilities,
): LifecycleConfiguration | undefined {
  const lifecycle = lifecycleOf(bucket, abilities);
  if (!lifecycle) return undefined;
  const ofAll = lifecycle.rules.find(({ prefix }) => prefix === "");
  const others = lifecycle.rules.filter(({ prefix }) => prefix !== "");
  const whole: LifecycleRule = {
    ID: "bucket",
    Status: "Enabled",
    Filter: { Prefix: "" },
    ...(abilities.versions && { Expiration: { ExpiredObjectDeleteMarker: true } as const }),
    ...(ofAll && actionsOf(ofAll)),
    ...(abilities.versions && {
      NoncurrentVersionExpiration: { NoncurrentDays: wholeDays(bucket.retention) },
    }),
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: wholeDays(lifecycle.unfinishedUploads) },
  };
  return { Rules: [whole, ...others.map(ruleOf)] };
}

const ruleOf = (rule: DeclaredRule, index: number): LifecycleRule => ({
  ID: `prefix-${index + 1}`,
  Status: "Enabled",
  Filter: { Prefix: rule.prefix },
  ...actionsOf(rule),
});

const actionsOf = ({
  colder = [],
  expireAfter,
}: DeclaredRule): Pick<LifecycleRule, "Transitions" | "Expiration"> => ({
  ...(colder.length > 0 && {
    Transitions: colder.map(({ to, after }) => ({ Days: wholeDays(after), StorageClass: to })),
  }),
  ...(expireAfter && { Expiration: { Days: wholeDays(expireAfter) } }),
});

/** Days that a span takes, a begun one as a whole. */
export const wholeDays = (span: Duration): number => Math.ceil(span.milliseconds / days(1).milliseconds);
