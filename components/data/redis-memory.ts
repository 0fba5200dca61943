import { type Bytes, mebibytes } from "../../model/quantities/bytes.ts";

/** The program itself, its table of pages that a fork copies, and what its allocator can't use. */
const ofTheServer = mebibytes(32);

/**
 * The memory of a Redis' container, by what its data set may take. A snapshot and a rewrite of the log fork the process: a
 * page that is changed meanwhile is held twice, at the worst each of them. Redis never does both at a time.
 */
export const redisContainerMemory = (dataSet: Bytes): Bytes => dataSet.times(2).plus(ofTheServer);
