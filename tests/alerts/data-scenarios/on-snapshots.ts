import { dumps, instance, plugin, snapshots } from "../healthy-data.ts";
import { atlas, type DataScenario, odd, recent } from "./scenario.ts";

const redis = snapshots(odd, "cache");
const qdrant = snapshots(odd, "vector-store");
const secrets = snapshots(odd, "secrets");
const repositories = snapshots(odd, "repositories");
const uploads = snapshots(atlas, "bucket-uploads");
const ofAtlas = snapshots(atlas, "secrets");
const system = "odd-scenes";
const halfADay = 12 * 3600;
const almostAMonth = 32 * 24 * 3600;

/** Of two stores, of which one is well: it hides nothing of the other. */
export const onSnapshots: readonly DataScenario[] = [
  {
    what: "a snapshot of Redis failed, and no other attempt mended it",
    system,
    differs: { [redis("run_exit_code", "snapshot")]: 1 },
    at: 90,
    fires: ["SnapshotFailed"],
  },
  {
    what: "a snapshot of Qdrant failed, and the next attempt did not",
    system,
    differs: { [qdrant("run_exit_code", "snapshot")]: "1x30 0x60" },
    at: 90,
    step: 1,
    fires: [],
  },
  {
    what: "the drill of Redis' snapshots failed, and that of Qdrant's and the database's passed",
    system,
    differs: { [redis("run_exit_code", "drill")]: 4 },
    at: 90,
    fires: ["DrillFailed"],
  },
  {
    what: "a drill of Qdrant's snapshots that came before the first, and had nothing to read",
    system,
    differs: {
      [qdrant("run_exit_code", "drill")]: 4,
      [qdrant("run_ended_timestamp_seconds", "drill")]: 60,
      [qdrant("oldest_timestamp_seconds")]: 600,
    },
    gone: /run_succeeded.*vector-store.*drill/,
    at: 90,
    fires: [],
  },
  {
    what: "a snapshot of Qdrant in the bucket is damaged",
    system,
    differs: { [qdrant("damaged")]: 1 },
    fires: ["SnapshotDamaged"],
  },
  {
    what: "all snapshots of Qdrant are gone from the bucket, and those of Redis are there",
    system,
    differs: { [qdrant("kept")]: "7x10 0x30" },
    gone: /est_timestamp.*vector-store/,
    step: 1,
    fires: ["SnapshotMissing"],
  },
  {
    what: "one store's folder can't be read",
    system,
    differs: { [qdrant("bucket_up")]: 0 },
    fires: ["SnapshotsUnknown"],
  },
  {
    what: "no snapshot of Redis for 36 hours, and one of Qdrant in the night",
    system,
    differs: {
      [instance(odd)(plugin("last_available_backup_timestamp"), 1)]: halfADay,
      [instance(odd)(plugin("last_available_backup_timestamp"), 2)]: halfADay,
      [dumps(odd)("newest_timestamp_seconds")]: halfADay,
      [qdrant("newest_timestamp_seconds")]: halfADay,
      [secrets("newest_timestamp_seconds")]: halfADay,
      [repositories("newest_timestamp_seconds")]: halfADay,
      [redis("newest_timestamp_seconds")]: 1,
    },
    at: 36 * 60,
    step: 30,
    fires: ["SnapshotLate"],
  },
  {
    what: "no snapshot of the Secrets for 36 hours, of a system that has no other",
    system: "atlas-ux",
    differs: { ...recent(halfADay), [ofAtlas("newest_timestamp_seconds")]: 1 },
    at: 36 * 60,
    step: 30,
    fires: ["SnapshotLate"],
  },
  {
    what: "a snapshot of the Secrets failed",
    system: "atlas-ux",
    differs: { [ofAtlas("run_exit_code", "snapshot")]: 1 },
    at: 90,
    fires: ["SnapshotFailed"],
  },
  {
    what: "CI never copied the repositories",
    system: "atlas-ux",
    differs: { ...recent(halfADay), [snapshots(atlas, "repositories")("kept")]: 0 },
    gone: /newest_timestamp.*repositories|repositories.*newest_timestamp/,
    at: 37 * 60,
    step: 30,
    fires: ["SnapshotMissing"],
  },
  {
    what: "no drill of Redis' snapshots for 33 days, and all else of the day before",
    system,
    differs: {
      [instance(odd)(plugin("last_available_backup_timestamp"), 1)]: almostAMonth,
      [instance(odd)(plugin("last_available_backup_timestamp"), 2)]: almostAMonth,
      [dumps(odd)("newest_timestamp_seconds")]: almostAMonth,
      [dumps(odd)("run_succeeded_timestamp_seconds", "drill")]: almostAMonth,
      [qdrant("newest_timestamp_seconds")]: almostAMonth,
      [qdrant("run_succeeded_timestamp_seconds", "drill")]: almostAMonth,
      [redis("newest_timestamp_seconds")]: almostAMonth,
      [secrets("newest_timestamp_seconds")]: almostAMonth,
      [repositories("newest_timestamp_seconds")]: almostAMonth,
    },
    at: 33 * 24 * 60,
    step: 360,
    fires: ["DrillLate"],
  },
  {
    what: "most files are gone from a bucket",
    system: "atlas-ux",
    differs: { [uploads("newest_objects")]: 900 },
    fires: ["SnapshotShrunk"],
  },
  {
    what: "the largest files are gone from a bucket, which are few",
    system: "atlas-ux",
    differs: { [uploads("newest_dump_bytes")]: 4e8 },
    fires: ["SnapshotShrunk"],
  },
  {
    what: "a third of a bucket's files is gone",
    system: "atlas-ux",
    differs: { [uploads("newest_objects")]: 1300, [uploads("newest_dump_bytes")]: 7e8 },
    fires: [],
  },
  {
    what: "a snapshot of a bucket failed",
    system: "atlas-ux",
    differs: { [uploads("run_exit_code", "snapshot")]: 4 },
    at: 90,
    fires: ["SnapshotFailed"],
  },
  {
    what: "the drill of a bucket's snapshots found one damaged",
    system: "atlas-ux",
    differs: { [uploads("run_exit_code", "drill")]: 4 },
    at: 90,
    fires: ["DrillFailed"],
  },
  { what: "nothing tells of snapshots", system, gone: /snapshot-metrics/, fires: ["SnapshotsUnknown"] },
  {
    what: "no snapshot yet, 40 minutes after the first update",
    system,
    differs: { [redis("kept")]: 0, [qdrant("kept")]: 0, [secrets("kept")]: 0, [repositories("kept")]: 0 },
    gone: /(est_timestamp|run=).*snapshot-metrics|snapshot-metrics.*(est_timestamp|run=)/,
    fires: [],
  },
];
