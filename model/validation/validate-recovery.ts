import type { Problem } from "../problem.ts";
import { archiveInterval, dumpInterval, leastRecoveryPoint } from "../recovery.ts";
import type { System } from "../system.ts";

/** What is wrong with what a database promises to lose at most, given how it is backed up (BDR-07, CF-12). */
export function validateRecovery({ name, database }: System): Problem[] {
  if (!database) return [];
  const path = `${name}.database.recovery.point`;
  const { point } = database.recovery;
  if (database.kind === "platform") {
    return leastRecoveryPoint.exceeds(point)
      ? [
          {
            path,
            message: `${point} is less than the archive can promise: the write-ahead log goes there every ${archiveInterval} and is a while on its way; give ${leastRecoveryPoint} or more`,
          },
        ]
      : [];
  }
  return !database.pointInTimeRecovery && dumpInterval.exceeds(point)
    ? [
        {
          path,
          message: `${point} is less than a dump a day can promise, which may lose ${dumpInterval}; give ${dumpInterval}, or declare pointInTimeRecovery if ${database.provider} keeps the write-ahead log`,
        },
      ]
    : [];
}
