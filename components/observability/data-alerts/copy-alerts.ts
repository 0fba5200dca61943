import { type Duration, hours, minutes } from "../../../model/quantities/duration.ts";
import type { Tier } from "../../../model/workload.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";

/** Copies of one store that leave the cluster each night, and how alerts speak of them. */
export interface WatchedCopies {
  /** What the names of the alerts begin with. */
  readonly kind: "Dump" | "Snapshot";
  /** The part that makes them. */
  readonly part: string;
  readonly tier: Tier;
  /** How old the newest is at the most, as long as none is missed. */
  readonly oldest: Duration;
  /** What one is, as in "dump of the database". */
  readonly what: string;
  /** What else there is to go back to, as a sentence. */
  readonly otherwise: string;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
  /** Picks out the store, where the program tells of several. @default it tells of one alone */
  readonly source?: string;
}

/** A failed attempt is made again, and counts once no other has mended it. */
export const retriesTake = hours(1);

/** Whether a store is copied each night, and the copies are good (BDR-01, BDR-03, BDR-13). */
export function copyAlerts(copies: WatchedCopies): readonly Alert[] {
  const { kind, part, tier, oldest, what, otherwise, series, source } = copies;
  const chosen = source === undefined ? [] : [`source="${source}"`];
  const told = (metric: string, ...more: readonly string[]): string => series(metric, ...chosen, ...more);
  const kept = (window: string): string => told("slipway_backup_kept") + window;
  const plural = what.replace(" ", "s ");
  return [
    {
      name: `${kind}Missing`,
      part,
      tier,
      severity: "page",
      when: inLines(
        `max(${kept("")}) == 0`,
        "and on () (",
        `  max(max_over_time(${kept("[2d]")})) > 0`,
        `  or count(present_over_time(${kept(`[1h] offset ${oldest}`)})) > 0`,
        ")",
      ),
      for: minutes(15),
      summary: `There is no good ${what} in the bucket`,
      description: `There were some before, or the first should have been there for long: after ${oldest} at the latest.`,
    },
    {
      name: `${kind}Late`,
      part,
      tier,
      severity: "page",
      when: `time() - max(${told("slipway_backup_newest_timestamp_seconds")}) > ${oldest.wholeSeconds}`,
      for: minutes(15),
      summary: `The newest ${what} is {{ $value | humanizeDuration }} old`,
      description: `One is made each night. ${otherwise}.`,
    },
    {
      name: `${kind}Failed`,
      part,
      tier,
      severity: "ticket",
      when: `max(${told("slipway_backup_run_exit_code", `run="${kind.toLowerCase()}"`)}) > 0`,
      for: retriesTake,
      summary: `The last ${what} ended with {{ $value }}`,
      description: `1 failed, 2 wrong settings, 4 damaged when it was read back. Earlier ${kind.toLowerCase()}s are as they were.`,
    },
    {
      name: `${kind}Damaged`,
      part,
      tier,
      severity: "ticket",
      when: `max(${told("slipway_backup_damaged")}) > 0`,
      for: minutes(30),
      summary: `{{ $value }} ${plural} in the bucket can't be relied on`,
      description:
        "Their content is missing or of another size than was written, or their manifest can't be read.",
    },
  ];
}

const unseen = minutes(30);

/** Whether anything tells of copies at all. */
export const unknownCopiesAlert = ({
  kind,
  part,
  tier,
  series,
}: Pick<WatchedCopies, "kind" | "part" | "tier" | "series">): Alert => {
  const copies = `${kind.toLowerCase()}s`;
  return {
    name: `${kind}sUnknown`,
    part,
    tier,
    severity: "ticket",
    // One bucket that can't be read is enough, and no answer is none.
    when: `(min(${series("slipway_backup_bucket_up")}) or vector(0)) == 0`,
    for: unseen,
    summary: `Nothing tells what ${copies} there are`,
    description: `The program that looks into the bucket can't read it, or does not answer itself. Other alerts on ${copies} go by what was seen last, or are silent.`,
  };
};
