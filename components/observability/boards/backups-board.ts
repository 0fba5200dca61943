import type { Duration } from "../../../model/quantities/duration.ts";
import { isDrilled, snapshotDrillPart, snapshotPart } from "../../../model/snapshot.ts";
import type { CopiedStores } from "../../backups/copied-stores.ts";
import { dumpParts } from "../../backups/dump-names.ts";
import { oldestDrill, oldestDump, oldestSnapshot } from "../../backups/dump-schedule.ts";
import { snapshotMetricsPart } from "../../backups/snapshot-names.ts";
import { type SeriesOf, seriesOf } from "../monitored-series.ts";
import type { Board, Panel, Row } from "./board.ts";

/** What leaves a system's cluster each night. */
export interface ShownCopies {
  readonly namespace: string;
  /** Whether its database is dumped. */
  readonly dumped: boolean;
  readonly copied: CopiedStores | undefined;
}

/** Copies that leave the cluster, and the drills that try them (BDR-01, BDR-03, BDR-11, BDR-13). */
export const backupsBoard = ({ namespace, dumped, copied }: ShownCopies): Board => ({
  name: "backups",
  about: "How old the newest copies are, how many are good, and when one was last tried.",
  rows: [
    ...(dumped
      ? [
          copyRow({
            title: "Dumps of the database",
            kind: "Dump",
            oldest: oldestDump,
            series: seriesOf(namespace, dumpParts.metrics.name),
            drills: [dumpParts.drill.name],
          }),
        ]
      : []),
    ...(copied
      ? [
          copyRow({
            title: `Snapshots: ${copied.watched.map(snapshotPart).join(", ")}`,
            kind: "Snapshot",
            oldest: oldestSnapshot,
            series: seriesOf(namespace, snapshotMetricsPart.name),
            drills: copied.stores.filter(isDrilled).map(snapshotDrillPart),
          }),
        ]
      : []),
  ],
});

interface Copies {
  readonly title: string;
  readonly kind: "Dump" | "Snapshot";
  readonly oldest: Duration;
  readonly series: SeriesOf;
  /** The parts that try them. */
  readonly drills: readonly string[];
}

function copyRow({ title, kind, oldest, series, drills }: Copies): Row {
  const plural = `${kind}s`;
  const bySource = (metric: string, ...matchers: readonly string[]): string =>
    `max by (source) (${series(`slipway_backup_${metric}`, ...matchers)})`;
  const legend = "{{source}}";
  const age: Panel = {
    kind: "lines",
    title: `${plural}: age of the newest`,
    description: "One is made each night. Older than the line, one was missed.",
    unit: "s",
    queries: [{ expr: `time() - ${bySource("newest_timestamp_seconds")}`, legend }],
    bounds: [{ at: oldest.wholeSeconds, is: "page" }],
    alerts: { names: [`${kind}Late`, `${kind}Failed`] },
    width: 6,
    span: "7d",
  };
  const kept: Panel = {
    kind: "lines",
    title: `${plural}: good and damaged`,
    description: "How many lie in the bucket that can be gone back to, and that can't.",
    unit: "short",
    queries: [
      { expr: bySource("kept"), legend: `${legend} good` },
      { expr: bySource("damaged"), legend: `${legend} damaged` },
    ],
    alerts: { names: [`${kind}Missing`, `${kind}Damaged`, `${plural}Unknown`] },
    width: 6,
    span: "7d",
  };
  const bytes: Panel = {
    kind: "lines",
    title: `${plural}: size of the newest`,
    description: "Before compression. A sudden fall is lost data.",
    unit: "bytes",
    queries: [{ expr: bySource("newest_dump_bytes"), legend }],
    alerts: { names: [`${kind}Shrunk`] },
    width: 6,
    span: "30d",
  };
  const drill: Panel = {
    kind: "lines",
    title: `${plural}: since a drill passed`,
    description:
      "Each month the newest is restored and checked. Older than the line, nobody knows whether they can be gone back to.",
    unit: "s",
    queries: [{ expr: `time() - ${bySource("run_succeeded_timestamp_seconds", 'run="drill"')}`, legend }],
    bounds: [{ at: oldestDrill.wholeSeconds, is: "ticket" }],
    alerts: { names: ["DrillLate", "DrillFailed", "DrillSlow"], parts: drills },
    width: 6,
    span: "30d",
  };
  return { title, panels: [age, kept, bytes, drill] };
}
