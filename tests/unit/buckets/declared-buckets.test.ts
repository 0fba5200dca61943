import { expect, test } from "vitest";
import { backupBuckets } from "../../../components/buckets/declared-buckets.ts";
import { lifecycleConfiguration } from "../../../components/buckets/lifecycle-configuration.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { days } from "../../../model/quantities/duration.ts";
import { validateLifecycle } from "../../../model/validation/validate-lifecycle.ts";
import { systems } from "../../../systems/all.ts";

const { backups, dumps } = parseEnvironment(systems, "production", configuredEnvironment("production"));
if (!backups || !dumps) throw new Error("production has no backups");
const rulesOf = (given: Parameters<typeof backupBuckets>[0]) =>
  backupBuckets(given).map(({ bucket, abilities }) => lifecycleConfiguration(bucket, abilities)?.Rules);

test("no rule deletes a backup or a dump, and what is deleted by hand is kept for two weeks (BDR-01)", () => {
  const rule = {
    ID: "bucket",
    Status: "Enabled",
    Filter: { Prefix: "" },
    Expiration: { ExpiredObjectDeleteMarker: true },
    NoncurrentVersionExpiration: { NoncurrentDays: 14 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  };
  expect(rulesOf({ backups, dumps })).toEqual([[rule], [rule]]);
  expect(rulesOf({ backups: undefined, dumps: undefined })).toEqual([]);
});

test("dumps go to a colder class where the stack says so, and nothing else does (BDR-17)", () => {
  const cold = { backups, dumps: { ...dumps, coldAfter: days(30) } };
  const [first, second] = rulesOf(cold);
  expect(JSON.stringify(first)).not.toContain("Transitions");
  expect(second).toMatchObject([{ Transitions: [{ Days: 30, StorageClass: "STANDARD_IA" }] }]);
  for (const { name, bucket } of backupBuckets(cold))
    expect(validateLifecycle(name, bucket, { provider: name, recoveryTime: days(0) })).toEqual([]);
});
