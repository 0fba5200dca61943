import type { PlatformPostgres } from "../../../model/database.ts";
import type { Duration } from "../../../model/quantities/duration.ts";
import { archiveInterval } from "../../../model/recovery.ts";
import { dumpParts } from "../../backups/dump-names.ts";
import { oldestDrill } from "../../backups/dump-schedule.ts";
import { slowRun } from "../../backups/run-spec.ts";
import { inLines, selectorOf } from "../counter.ts";
import { seriesOf } from "../monitored-series.ts";
import { probeInterval, probeSeries } from "../public-probes/probe-spec.ts";
import type { MeasuredService } from "../service-level-indicators.ts";

/** Something that is so or not at any time, of which each minute is counted. */
export interface State {
  /** 1 while it is so, 0 while it is not, and nothing while nobody knows, in PromQL. */
  readonly holds: string;
  /** With fewer bad minutes than this within the long window, nobody is told. Without a number, nobody ever is. */
  readonly fewestBad: { readonly page?: number; readonly ticket: number };
}

/** The minutes of which it is known whether it was so, in PromQL. */
export const minutesKnown = ({ holds }: State): string => `1 + 0 * (${holds})`;

/** Those among them in which it was not, in PromQL. */
export const minutesBad = ({ holds }: State): string => `1 - (${holds})`;

const moreThanOneProbe = probeInterval.wholeSeconds / 60 + 1;

/** Whether a service's public addresses answered when they were asked last. One look may fail by itself, and costs its five minutes. */
export const reachedFromOutside = ({ namespace, name }: MeasuredService): State => ({
  holds: `min(last_over_time(${probeSeries(namespace, name, "probe_success")}[${probeInterval.times(2)}]))`,
  fewestBad: { page: moreThanOneProbe, ticket: moreThanOneProbe },
});

/**
 * Whether what would be lost with all volumes is within the recovery point, there is a base backup, and the last drill passed, a month ago at
 * the most. Until the first drill its part is taken to hold: `DrillLate` tells when it should have been. Nobody is woken for it: each of its
 * parts has an alert of its own, and those on the archive wake somebody while there is time.
 */
export function keptWithin(namespace: string, { recovery }: Pick<PlatformPostgres, "recovery">): State {
  // Of all clusters: one that stands beside the one that serves has what a recovery would need.
  const ofDatabase = (metric: string): string =>
    `max(${selectorOf({ metric, matchers: [`namespace="${namespace}"`] })})`;
  const ofDrill = (what: string): string =>
    `max(${seriesOf(namespace, dumpParts.metrics.name)(`slipway_backup_run_${what}`, 'run="drill"')})`;
  const first = ofDatabase("barman_cloud_cloudnative_pg_io_first_recoverability_point");
  return {
    holds: inLines(
      `(${ofDatabase("cnpg_slipway_wal_archive_oldest_seconds")} <= bool ${waitsAtMost(recovery.point)})`,
      `* on () (${first} > bool 0)`,
      `* on () ((${ofDrill("exit_code")} == bool 0) + on () (${ofDrill("exit_code")} == bool ${slowRun}) or on () vector(1))`,
      `* on () ((time() - ${ofDrill("succeeded_timestamp_seconds")} <= bool ${oldestDrill.wholeSeconds}) or on () vector(1))`,
    ),
    fewestBad: { ticket: 2 },
  };
}

/** How many seconds a part of the log may wait for the archive: what is written is finished as a part once in an interval. */
const waitsAtMost = (point: Duration): number => point.wholeSeconds - archiveInterval.wholeSeconds;
