import { type SnapshotStore, snapshotPart } from "../../../model/snapshot.ts";
import type { CopiedStores } from "../../backups/copied-stores.ts";
import { oldestSnapshot } from "../../backups/dump-schedule.ts";
import { snapshotLabels, snapshotMetricsPart } from "../../backups/snapshot-names.ts";
import type { Alert } from "../alert.ts";
import type { SeriesOf } from "../monitored-series.ts";
import { copyAlerts, unknownCopiesAlert } from "./copy-alerts.ts";

/** What the alerts about copies of Redis, Qdrant and Secrets are made from. */
export interface WatchedSnapshots {
  readonly copied: Pick<CopiedStores, "watched" | "source">;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
}

const volumeLost = "If its volume is lost, nothing newer can be gone back to";

const told: Readonly<Record<SnapshotStore, { readonly what: string; readonly otherwise: string }>> = {
  cache: { what: "snapshot of Redis", otherwise: volumeLost },
  vectorStore: { what: "snapshot of Qdrant", otherwise: volumeLost },
  secrets: {
    what: "snapshot of the Secrets",
    otherwise: "If the store of secrets is lost, values since then are too",
  },
  repositories: {
    what: "snapshot of the repositories",
    otherwise: "If GitHub loses them, what was pushed since then is in clones alone",
  },
};

/** Whether a system's Redis, Qdrant and Secrets are copied each night, and its repositories each day (BDR-03, BDR-12…14). */
export const snapshotAlerts = ({ copied, series }: WatchedSnapshots): readonly Alert[] => [
  ...copied.watched.flatMap((store) =>
    copyAlerts({
      kind: "Snapshot",
      part: snapshotPart(store),
      tier: snapshotLabels(store).tier,
      oldest: oldestSnapshot,
      ...told[store],
      series,
      source: copied.source(store),
    }),
  ),
  unknownCopiesAlert({
    kind: "Snapshot",
    part: snapshotMetricsPart.name,
    tier: snapshotMetricsPart.tier,
    series,
  }),
];
