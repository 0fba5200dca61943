import type { RecoveryObjectives } from "./database.ts";
import { lifecycle, type Lifecycle } from "./lifecycle.ts";
import type { Bytes } from "./quantities/bytes.ts";
import type { Duration } from "./quantities/duration.ts";
import type { ThirdParty } from "./third-party.ts";

/** Where a system keeps files. A third party runs it: what is said of its buckets is for whoever sets them up there. */
export interface ObjectStore {
  readonly party: ThirdParty;
  /** The variable that its key is read from; must be one of the system's secrets. */
  readonly keyVariable: string;
  /** By name, as the provider knows it. */
  readonly buckets: Readonly<Record<string, Bucket>>;
  readonly recovery: RecoveryObjectives;
  /**
   * Whether its provider can keep versions of files. Where it can't, what its buckets are to keep is kept by nobody until somebody copies them
   * (BDR-06, BDR-12). See `copies`. @default true
   */
  readonly versions?: boolean;
  /** Whether its provider carries out lifecycles of buckets. @default true */
  readonly lifecycles?: boolean;
  /** How its files are read to be copied each night to the provider of dumps (BDR-01, BDR-12). @default they are not copied */
  readonly copies?: BucketCopies;
}

/** How a program reads the files of a store that speaks S3, with a key of its own (`BUCKET_CREDENTIALS`) that need not write. */
export interface BucketCopies {
  /** A key of the system's `externalHosts`: where the store answers. */
  readonly host: string;
  /** What stands before a bucket's name in the store's addresses, as `/storage/v1/s3`. @default nothing */
  readonly path?: string;
  /** The region that requests are signed for. */
  readonly region: string;
  /** Whether its key that only reads has a third part, a token. @default false */
  readonly sessionToken?: boolean;
  /** How much of the files the monthly drill opens. @default 256 MiB */
  readonly sample?: Bytes;
}

/** A bucket, as it has to be set up at its provider. The system's page lists it. */
export interface Bucket {
  /** What is kept in it. */
  readonly holds: string;
  /** How long what was deleted or replaced can still be had back (BDR-06). */
  readonly retention: Duration;
  /** @default unfinished uploads are dropped after 7d, and no file is deleted or moved */
  readonly lifecycle?: Lifecycle;
  /**
   * For how long nobody can delete a version for good, not even with the key: object lock, of either mode. It takes versions.
   * @default no lock is asked for
   */
  readonly lock?: Duration;
}

/** What the provider of a bucket can do for it. */
export type BucketAbilities = Required<Pick<ObjectStore, "versions" | "lifecycles">>;

export const abilitiesOf = ({
  versions = true,
  lifecycles = true,
}: Pick<ObjectStore, "versions" | "lifecycles">): BucketAbilities => ({ versions, lifecycles });

/** What is to happen in a bucket; nothing where its provider carries nothing out. */
export const lifecycleOf = (bucket: Bucket, { lifecycles }: BucketAbilities): Lifecycle | undefined =>
  lifecycles ? (bucket.lifecycle ?? lifecycle()) : undefined;

export const objectStore = (given: ObjectStore): ObjectStore => given;
