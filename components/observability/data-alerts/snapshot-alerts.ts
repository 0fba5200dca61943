import { minutes } from "../../../model/quantities/duration.ts";
import {
  bucketName,
  type BucketStore,
  isBucket,
  type SnapshotStore,
  snapshotPart,
} from "../../../model/snapshot.ts";
import type { CopiedStores } from "../../backups/copied-stores.ts";
import { oldestSnapshot } from "../../backups/dump-schedule.ts";
import { snapshotLabels, snapshotMetricsPart } from "../../backups/snapshot-names.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";
import { copyAlerts, unknownCopiesAlert } from "./copy-alerts.ts";

/** What the alerts about copies of Redis, Qdrant, buckets and Secrets are made from. */
export interface WatchedSnapshots {
  readonly copied: Pick<CopiedStores, "watched" | "source">;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
}

const volumeLost = "If its volume is lost, nothing newer can be gone back to";

interface Told {
  readonly what: string;
  readonly otherwise: string;
}

const told: Readonly<Record<Exclude<SnapshotStore, BucketStore>, Told>> = {
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

const toldOf = (store: SnapshotStore): Told =>
  isBucket(store)
    ? {
        what: `snapshot of the bucket ${bucketName(store)}`,
        otherwise: "If its provider loses it, files since then can't be had back",
      }
    : told[store];

/** The share of its usual size below which a bucket has hardly lost files by chance. */
const half = 0.5;

/** Whether the newest copy of a bucket holds much less than those before it: fewer files, or fewer bytes of them. */
function shrunkAlert(store: BucketStore, { copied, series }: WatchedSnapshots): Alert {
  const of = (metric: string) =>
    `max(${series(`slipway_backup_${metric}`, `source="${copied.source(store)}"`)})`;
  const { name: part, tier } = snapshotLabels(store);
  return {
    name: "SnapshotShrunk",
    part,
    tier,
    severity: "ticket",
    when: inLines(
      `${of("newest_objects")} / ${of("usual_objects")} < ${half}`,
      `or ${of("newest_dump_bytes")} / ${of("usual_dump_bytes")} < ${half}`,
    ),
    for: minutes(15),
    summary: `The newest ${toldOf(store).what} has {{ $value | humanizePercentage }} of what snapshots had before`,
    description:
      "Of its files, or of their bytes. It was read back, so files were deleted, or the key that reads the bucket may not see all. Held against the middle one of the seven before it.",
  };
}

/** Whether a system's Redis, Qdrant, buckets and Secrets are copied each night, and its repositories each day (BDR-03, BDR-12…14). */
export const snapshotAlerts = ({ copied, series }: WatchedSnapshots): readonly Alert[] => [
  ...copied.watched.flatMap((store) => [
    ...copyAlerts({
      kind: "Snapshot",
      part: snapshotPart(store),
      tier: snapshotLabels(store).tier,
      oldest: oldestSnapshot,
      ...toldOf(store),
      series,
      source: copied.source(store),
    }),
    ...(isBucket(store) ? [shrunkAlert(store, { copied, series })] : []),
  ]),
  unknownCopiesAlert({
    kind: "Snapshot",
    part: snapshotMetricsPart.name,
    tier: snapshotMetricsPart.tier,
    series,
  }),
];
