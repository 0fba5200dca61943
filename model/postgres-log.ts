import { Bytes, gibibytes } from "./quantities/bytes.ts";

/**
 * What the write-ahead log grows to between two checkpoints, with nobody behind. It is PostgreSQL's own default for
 * `max_wal_size`, and may be passed for a while.
 */
export const logBetweenCheckpoints = gibibytes(1);

/**
 * The most of the log that is kept for a standby that is away (`max_slot_wal_keep_size`): half of the log's volume. PostgreSQL's
 * default is no limit, and a primary whose log has no room stops. A standby that misses more fetches it from the archive.
 */
export const logKeptForStandbys = (walStorage: Bytes): Bytes =>
  Bytes.of(Math.max(1, Math.floor(walStorage.count / 2 ** 21)), "Mi");

/** What must be less than the log's volume, as it may all be there at once. */
export const logAtWorst = (walStorage: Bytes): Bytes =>
  logKeptForStandbys(walStorage).plus(logBetweenCheckpoints);

/** The least volume for the log that is larger than {@link logAtWorst}, in whole gibibytes. */
export const leastWalStorage = gibibytes(3);
