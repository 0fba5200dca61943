import { days, type Duration } from "./quantities/duration.ts";
import type { StorageClass } from "./storage-class.ts";

/** What a bucket's provider does with files by itself, as they age. Ages are whole days, as providers count them. */
export interface Lifecycle {
  /** No two may be about the same file. @default none: files stay until somebody deletes them */
  readonly rules: readonly LifecycleRule[];
  /** When the parts of an upload are dropped that never came to its end. @default 7d */
  readonly unfinishedUploads: Duration;
}

/** What happens to the files whose names begin in one way. */
export interface LifecycleRule {
  /** How their names begin, without a leading "/"; "" stands for every file of the bucket. */
  readonly prefix: string;
  /**
   * How old a file is when it is deleted. Where the bucket keeps versions it can be had back for the bucket's retention after that;
   * where it keeps none it is gone.
   * @default never
   */
  readonly expireAfter?: Duration;
  /** Where files go as they age, in that order. @default they stay where they were written */
  readonly colder?: readonly Transition[];
}

/** A move to a colder class, at an age. */
export interface Transition {
  readonly to: StorageClass;
  readonly after: Duration;
}

/** A week is longer than any upload takes, and a backup's retries after it. */
const uploadPatience = days(7);

export const lifecycle = ({
  rules = [],
  unfinishedUploads = uploadPatience,
}: Partial<Lifecycle> = {}): Lifecycle => ({ rules, unfinishedUploads });
