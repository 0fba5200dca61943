import { days, type Duration, hours, minutes } from "./quantities/duration.ts";

/** A class of storage that is colder than the usual one, by the name that S3 has for it (BDR-17). */
export type StorageClass = "STANDARD_IA" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";

/** What a class asks of a file that moves to it, by S3's user guide. */
export interface StorageClassTerms {
  /** How old a file must be. */
  readonly earliest: Duration;
  /** For how long it is paid, also where it is deleted sooner. */
  readonly paidFor: Duration;
  /** How long it can take until a file that lies there can be read. */
  readonly retrieval: Duration;
}

/** From the warmest to the coldest: a file moves down this list only. */
export const storageClasses: Readonly<Record<StorageClass, StorageClassTerms>> = {
  STANDARD_IA: { earliest: days(30), paidFor: days(30), retrieval: minutes(0) },
  GLACIER_IR: { earliest: days(0), paidFor: days(90), retrieval: minutes(0) },
  GLACIER: { earliest: days(0), paidFor: days(90), retrieval: hours(5) },
  DEEP_ARCHIVE: { earliest: days(0), paidFor: days(180), retrieval: hours(12) },
};
