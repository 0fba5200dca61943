import {
  bucketName,
  type BucketStore,
  isBucket,
  isDrilled,
  type ServedStore,
} from "../../../model/snapshot.ts";
import type { CopiedStores } from "../../backups/copied-stores.ts";
import { oldestDrill } from "../../backups/dump-schedule.ts";
import { snapshotDrillLabels } from "../../backups/snapshot-drill-pod.ts";
import type { Alert } from "../alert.ts";
import type { SeriesOf } from "../monitored-series.ts";
import { drillAlerts } from "./drill-alerts.ts";

/** What the alerts about drills of copies of Redis, Qdrant and buckets are made from. */
export interface WatchedSnapshotDrills {
  readonly copied: Pick<CopiedStores, "stores" | "source">;
  /** What the program tells that looks into the bucket. */
  readonly series: SeriesOf;
}

const programs = { cache: "Redis", vectorStore: "Qdrant" } as const;

const nameOf = (store: ServedStore | BucketStore): string =>
  isBucket(store) ? `the bucket ${bucketName(store)}` : programs[store];

/** Whether the copies of a system's Redis, Qdrant and buckets can be gone back to (BDR-11, BDR-13). */
export const snapshotDrillAlerts = ({ copied, series }: WatchedSnapshotDrills): readonly Alert[] =>
  copied.stores.filter(isDrilled).flatMap((store) => {
    const { name: part, tier } = snapshotDrillLabels(store);
    return drillAlerts({
      part,
      tier,
      failed: `the newest snapshot of ${nameOf(store)} can't be relied on`,
      copies: "snapshots",
      oldest: oldestDrill,
      series,
      source: copied.source(store),
    });
  });
