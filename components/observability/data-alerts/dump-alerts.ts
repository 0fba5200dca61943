import { minutes } from "../../../model/quantities/duration.ts";
import { dumpParts } from "../../backups/dump-names.ts";
import { oldestDrill, oldestDump } from "../../backups/dump-schedule.ts";
import type { DumpedDatabase } from "../../backups/dumped-database.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";
import { copyAlerts, unknownCopiesAlert } from "./copy-alerts.ts";
import { drillAlerts } from "./drill-alerts.ts";

/** What the alerts about a database's dumps are made from. */
export interface WatchedDumps {
  readonly dumped: Pick<DumpedDatabase, "database">;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
}

/** Whether a database is dumped, and its dumps restore (BDR-01, BDR-11, BDR-13). */
export const dataDumpAlerts = (watched: WatchedDumps): readonly Alert[] => [
  ...dumpAlerts(watched),
  shrunkAlert(watched),
  ...drillAlerts({
    part: dumpParts.drill.name,
    tier: dumpParts.drill.tier,
    failed: "the newest dump was not restored as it should",
    copies: "dumps",
    oldest: oldestDrill,
    objective: watched.dumped.database.recovery.time,
    series: watched.series,
  }),
  unknownCopiesAlert({
    kind: "Dump",
    part: dumpParts.metrics.name,
    tier: dumpParts.metrics.tier,
    series: watched.series,
  }),
];

function dumpAlerts({ dumped: { database }, series }: WatchedDumps): readonly Alert[] {
  // Where nobody keeps the log, dumps are all there is to go back to.
  const isOnlyCopy = database.kind === "external" && !database.pointInTimeRecovery;
  return copyAlerts({
    kind: "Dump",
    part: dumpParts.dump.name,
    tier: isOnlyCopy ? "critical" : dumpParts.dump.tier,
    oldest: oldestDump,
    what: "dump of the database",
    otherwise: isOnlyCopy
      ? "Nothing else can be gone back to"
      : "The archive at the other provider is not concerned",
    series,
  });
}

/** The share of its usual size below which a dump has hardly lost rows by chance. */
const half = 0.5;

/**
 * Whether the newest dump holds much less than dumps before it did. A dump that went well is whole, so it is the database that lost rows, or
 * what is dumped of it. By the bytes before compression, which go with the rows.
 */
const shrunkAlert = ({ series }: WatchedDumps): Alert => ({
  name: "DumpShrunk",
  part: dumpParts.dump.name,
  tier: dumpParts.dump.tier,
  severity: "ticket",
  when: inLines(
    `max(${series("slipway_backup_newest_dump_bytes")})`,
    `  / max(${series("slipway_backup_usual_dump_bytes")}) < ${half}`,
  ),
  for: minutes(15),
  summary: "The newest dump has {{ $value | humanizePercentage }} of the size that dumps had before",
  description:
    "It was read back whole, so the database holds less, or less of it is dumped. Held against the middle one of the seven before it.",
});
