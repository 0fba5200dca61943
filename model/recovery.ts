import { days, minutes } from "./quantities/duration.ts";

/**
 * The least that a database of the platform's can promise to lose (BDR-07): what is written between two files of the log that
 * go to the archive, and on the way there.
 */
export const leastRecoveryPoint = minutes(5);

/** How often the write-ahead log goes to the archive at the least, full or not. A minute is left for its way there. */
export const archiveInterval = minutes(4);

/** What a daily dump can lose: all that was written since the last one (CF-12). */
export const dumpInterval = days(1);

/** How far back a database of the platform's can be taken, to any second (BDR-05). Dumps reach further back (BDR-04). */
export const recoveryWindow = days(30);

/** When a base backup is taken, which a recovery starts from: each night, at 02:00 UTC (BDR-05). */
export const baseBackupTime = { hour: 2, minute: 0 } as const;

/**
 * How long a backup or a dump that was deleted can still be had back, from its bucket's versions (BDR-01): longer than it takes until
 * somebody sees that one is missing. What is pruned is paid for that long, too.
 */
export const deletedBackupRetention = days(14);
