import { archiveInterval } from "../../../model/recovery.ts";
import { archiveSeconds } from "./recovery-rig.ts";

const MEBIBYTE = 1024 ** 2;

/** What a rehearsal has measured, in seconds where nothing else is said. */
export interface Measurements {
  /** Failures that ended with a reason and cost no row. */
  stopped: number;
  /** The longest that something was on its way to the archive. */
  sending: number;
  /** Between the newest row that was confirmed and the newest one that came back. */
  lostSeconds: number;
  lostRows: number;
  /** Rows that were written until the crash. */
  written: number;
  /** Size of the database whose recovery was timed. */
  bytes: number;
  fetch: number;
  recovery: number;
}

export const nothingYet = (): Measurements => ({
  stopped: 0,
  sending: 0,
  lostSeconds: NaN,
  lostRows: NaN,
  written: NaN,
  bytes: 0,
  fetch: NaN,
  recovery: NaN,
});

/** The measurements as lines for a person. */
export function tableOf(seen: Measurements): string {
  const declared = archiveInterval.wholeSeconds;
  const rows: readonly (readonly [string, string])[] = [
    [
      "recovered",
      `${(seen.bytes / MEBIBYTE).toFixed(0)} MiB in ${seen.recovery.toFixed(1)} s, ${seen.fetch.toFixed(1)} s of it for the base backup`,
    ],
    [
      "lost at a crash",
      `${seen.lostSeconds.toFixed(1)} s of writing (${seen.lostRows} of ${seen.written} rows), with the log sent every ${archiveSeconds} s`,
    ],
    ["", `the ${declared} s that stacks declare add up to ${declared - archiveSeconds} s`],
    ["on its way", `${seen.sending.toFixed(1)} s at the most, for what has to go to the archive`],
    ["lost of what arrived", "0 rows"],
    ["stopped with a reason", String(seen.stopped)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(22)} ${value}`).join("\n");
}
