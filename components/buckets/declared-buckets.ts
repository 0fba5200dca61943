import type { Bucket as Place } from "../../config/bucket.ts";
import type { Environment } from "../../config/environment.ts";
import { lifecycle, type Lifecycle } from "../../model/lifecycle.ts";
import { abilitiesOf, type Bucket, type BucketAbilities } from "../../model/object-store.ts";
import type { Duration } from "../../model/quantities/duration.ts";
import { deletedBackupRetention } from "../../model/recovery.ts";
import type { System } from "../../model/system.ts";

/** A bucket that a stack's data is kept in, and how it is to be set up at its provider. */
export interface DeclaredBucket {
  readonly name: string;
  /** Who declares it: a system, or the stack's own configuration as `backups` or `dumps`. */
  readonly declaredBy: string;
  /** Who runs it: the name of a third party, or the address of the service. */
  readonly provider: string;
  readonly bucket: Bucket;
  readonly abilities: BucketAbilities;
  /** Where it answers, of whom that is said. @default only whoever has its key knows */
  readonly place?: Place & { readonly certificateAuthority?: string };
  /** The domain that its service answers below. @default the one of `place` */
  readonly host?: string;
}

/** The buckets of a system's own files. */
export const systemBuckets = ({ name, objectStore }: System): readonly DeclaredBucket[] =>
  Object.entries(objectStore?.buckets ?? {}).flatMap(([bucketName, bucket]) =>
    objectStore
      ? [
          {
            name: bucketName,
            declaredBy: name,
            provider: objectStore.party.name,
            host: objectStore.party.host,
            bucket,
            abilities: abilitiesOf(objectStore),
          },
        ]
      : [],
  );

/**
 * The buckets that a stack's backups and dumps go to, which all of its systems share. What is pruned there is pruned by the programs
 * that wrote it, who know what is still needed; so no rule deletes a file.
 */
export function backupBuckets({
  backups,
  dumps,
}: Pick<Environment, "backups" | "dumps">): readonly DeclaredBucket[] {
  return [
    ...(backups ? [shared("backups", backups, "base backups and the write-ahead log")] : []),
    ...(dumps
      ? [
          shared(
            "dumps",
            dumps,
            "dumps, and copies of stores, Secrets and repositories",
            cooling(dumps.coldAfter),
          ),
        ]
      : []),
  ];
}

const shared = (
  declaredBy: string,
  place: NonNullable<DeclaredBucket["place"]>,
  holds: string,
  own: Lifecycle = lifecycle(),
): DeclaredBucket => ({
  name: place.bucket,
  declaredBy,
  provider: place.endpoint.url,
  place,
  bucket: { holds, retention: deletedBackupRetention, lifecycle: own },
  abilities: abilitiesOf({}),
});

/** A monthly dump is kept for a year and hardly ever read, and this class hands it out at once. */
const cooling = (after: Duration | undefined): Lifecycle =>
  lifecycle(after && { rules: [{ prefix: "", colder: [{ to: "STANDARD_IA", after }] }] });
