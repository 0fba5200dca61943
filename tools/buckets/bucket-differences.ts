import type { DeclaredBucket } from "../../components/buckets/declared-buckets.ts";
import { lifecycleConfiguration, wholeDays } from "../../components/buckets/lifecycle-configuration.ts";
import type { BucketSettings } from "./bucket-settings.ts";
import { declaredActions } from "./lifecycle-actions.ts";

/** What of a bucket is not as it is declared, each as a line; none where all is. A lock that nobody asked for is no difference. */
export function bucketDifferences(
  { bucket, abilities }: Pick<DeclaredBucket, "bucket" | "abilities">,
  settings: BucketSettings | undefined,
): readonly string[] {
  if (!settings) return ["it is not there"];
  const document = lifecycleConfiguration(bucket, abilities);
  const lock = bucket.lock ? wholeDays(bucket.lock) : 0;
  return [
    ...versionDifferences(abilities.versions, settings.versions),
    ...(document ? lifecycleDifferences(declaredActions(document), settings.lifecycle) : []),
    ...(settings.lockedDays < lock
      ? [`a new version is locked for ${settings.lockedDays} days, and ${lock} are declared`]
      : []),
  ];
}

function versionDifferences(wanted: boolean, versions: BucketSettings["versions"]): string[] {
  if (wanted === (versions === "on")) return [];
  return wanted
    ? [`versions are ${versions}, so what is deleted is gone`]
    : ['versions are on, and it is declared that there are none; take "versions: false" out'];
}

function lifecycleDifferences(declared: readonly string[], found: BucketSettings["lifecycle"]): string[] {
  if (typeof found === "string") return [`its lifecycle is ${found}`];
  return [
    ...declared.filter((line) => !found.includes(line)).map((line) => `its lifecycle lacks ${line}`),
    ...found
      .filter((line) => !declared.includes(line))
      .map((line) => `its lifecycle has ${line}, undeclared`),
  ];
}
