import { type Duration, minutes } from "../../../model/quantities/duration.ts";
import { slowRun } from "../../backups/run-spec.ts";
import type { Alert } from "../alert.ts";
import { complianceLabel } from "../compliance.ts";
import { inLines } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";
import { retriesTake } from "./copy-alerts.ts";

/** Drills of one store's copies, and how alerts speak of them. */
export interface WatchedDrills extends Pick<Alert, "part" | "tier"> {
  /** What the last failed one says of the newest copy, as "the newest dump was not restored as it should". */
  readonly failed: string;
  /** What a copy is, in the plural. */
  readonly copies: string;
  /** How long ago the last good one ended at the most, as long as none is missed. */
  readonly oldest: Duration;
  /** How long a recovery may take. @default nothing is held against it */
  readonly objective?: Duration;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
  /** Picks out the store, where the program tells of several. @default it tells of one alone */
  readonly source?: string;
}

/** Whether copies can be gone back to (BDR-11, BDR-13). */
export function drillAlerts(drills: WatchedDrills): readonly Alert[] {
  const { part, tier, failed, copies, oldest, objective, series, source } = drills;
  const chosen = source === undefined ? [] : [`source="${source}"`];
  const drill = 'run="drill"';
  const firstCopy = `min(${series("slipway_backup_oldest_timestamp_seconds", ...chosen)})`;
  const passed = `max(${series("slipway_backup_run_succeeded_timestamp_seconds", ...chosen, drill)})`;
  const took = `max(${series("slipway_backup_run_seconds", ...chosen, drill)})`;
  return [
    {
      name: "DrillFailed",
      labels: complianceLabel.labels,
      part,
      tier,
      severity: "ticket",
      when: inLines(
        // One that is good and slow has not failed; one that is both bad and slow has.
        `max(${series("slipway_backup_run_exit_code", ...chosen, drill)}) > 0 != ${slowRun}`,
        // One that came before the first copy had nothing to restore.
        `and on () max(${series("slipway_backup_run_ended_timestamp_seconds", ...chosen, drill)}) > ${firstCopy}`,
      ),
      for: retriesTake,
      summary: `The last drill ended with {{ $value }}: ${failed}`,
      description: `1 failed, 2 wrong settings, 4 the ${copies.replace(/s$/, "")} is damaged or does not hold what is declared.`,
    },
    ...(objective
      ? [
          {
            name: "DrillSlow",
            labels: complianceLabel.labels,
            part,
            tier,
            severity: "ticket",
            when: `${took} > ${objective.wholeSeconds}`,
            for: minutes(1),
            summary: `The last drill took {{ $value | humanizeDuration }}, and a recovery may take ${objective}`,
            description: `A recovery from a ${copies.replace(/s$/, "")} would take as long, or longer. Where DrillFailed fires as well, it hung or found something wrong.`,
          } as const,
        ]
      : []),
    {
      name: "DrillLate",
      labels: complianceLabel.labels,
      part,
      tier,
      severity: "ticket",
      when: inLines(
        // Where none has ever passed, the first copy says since when one could have.
        `time() - (${passed} or ${firstCopy})`,
        `  > ${oldest.wholeSeconds}`,
      ),
      for: minutes(15),
      summary: "No drill has passed for {{ $value | humanizeDuration }}",
      description: `One runs each month. Nobody knows whether the ${copies} since then can be restored.`,
    },
  ];
}
