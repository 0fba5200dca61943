import { type SnapshotStore, snapshotMetrics, snapshotName, snapshotPart } from "../../model/snapshot.ts";
import type { LabelledPart } from "../labels.ts";

/** What the part goes by that copies a store. */
export const snapshotLabels = (store: SnapshotStore): LabelledPart => ({
  name: snapshotPart(store),
  workload: "scheduled-task",
  tier: "standard",
});

/** What the part goes by that watches the copies of a system's stores. */
export const snapshotMetricsPart: LabelledPart = {
  name: snapshotMetrics,
  workload: "dump-metrics",
  tier: "standard",
};

/** The ConfigMap that all of them read: one file of settings for each store. */
export const snapshotSettingsName = "store-snapshots";

/** The file with the settings of a store's copies. */
export const snapshotSettingsFile = (store: SnapshotStore): string => `${snapshotName(store)}.json`;
