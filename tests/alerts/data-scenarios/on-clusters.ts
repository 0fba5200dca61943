import { instance } from "../healthy-data.ts";
import { archive, atlas, type DataScenario } from "./scenario.ts";

const pg = instance(atlas);
const receiver = "cnpg_pg_replication_is_wal_receiver_up";
const waited = pg("cnpg_slipway_wal_archive_oldest_seconds", 1);

/** What befalls clusters of Postgres and their archives. */
export const onClusters: readonly DataScenario[] = [
  {
    what: "no instance is primary",
    system: "atlas-ux",
    differs: { [pg("cnpg_pg_replication_in_recovery", 1)]: 1 },
    fires: ["PostgresDown"],
  },
  {
    what: "a takeover of two minutes",
    system: "atlas-ux",
    differs: { [pg("cnpg_pg_replication_in_recovery", 1)]: "0x30 1 1 0x7" },
    step: 1,
    fires: [],
  },
  {
    what: "a cluster is gone with all that it tells",
    system: "atlas-ux",
    gone: /job="atlas-ux-production\/database"/,
    fires: ["PostgresDown", "PostgresBackupUnknown"],
  },
  {
    what: "no standby follows",
    system: "atlas-ux",
    differs: { [pg(receiver, 2)]: 0, [pg(receiver, 3)]: 0 },
    fires: ["PostgresNoStandby", "PostgresStandbyMissing"],
  },
  {
    what: "one of two standbys follows",
    system: "atlas-ux",
    differs: { [pg(receiver, 3)]: 0 },
    fires: ["PostgresStandbyMissing"],
  },
  {
    what: "the only standby is away",
    system: "odd-scenes",
    gone: /pod="database-2"/,
    fires: ["PostgresNoStandby", "PostgresStandbyMissing"],
  },
  {
    what: "a standby that is too far behind",
    system: "atlas-ux",
    differs: { [pg("cnpg_pg_replication_lag", 2)]: 61 },
    fires: ["PostgresStandbyBehind"],
  },
  {
    what: "a standby that is just not too far behind",
    system: "atlas-ux",
    differs: { [pg("cnpg_pg_replication_lag", 2)]: 60 },
    fires: [],
  },
  {
    what: "more than nine of ten connections are open",
    system: "atlas-ux",
    differs: { [pg("cnpg_slipway_connections_used", 1)]: 91 },
    fires: ["PostgresConnectionsNearLimit"],
  },
  {
    what: "the log waits for its archive for more than half of what may be lost",
    system: "atlas-ux",
    differs: { [waited]: 1681 },
    fires: ["PostgresArchiveLate"],
  },
  { what: "the log waits just not too long", system: "atlas-ux", differs: { [waited]: 1680 }, fires: [] },
  {
    what: "sending the log fails, for a quarter of an hour",
    system: "atlas-ux",
    differs: { [pg("cnpg_pg_stat_archiver_last_failed_time", 1)]: 11 },
    fires: ["PostgresArchiveFailing"],
  },
  {
    what: "sending the log failed, and worked again",
    system: "atlas-ux",
    differs: {
      [pg("cnpg_pg_stat_archiver_last_failed_time", 1)]: 11,
      [pg("cnpg_pg_stat_archiver_last_archived_time", 1)]: "10x30 12x10",
    },
    step: 1,
    fires: [],
  },
  {
    what: "nothing tells of the log",
    system: "atlas-ux",
    gone: /wal_archive/,
    fires: ["PostgresBackupUnknown"],
  },
  {
    what: "the plugin tells nothing",
    system: "atlas-ux",
    gone: /barman_cloud/,
    fires: ["PostgresBackupUnknown"],
  },
  {
    what: "the last base backup failed",
    system: "atlas-ux",
    differs: archive("last_failed_backup_timestamp", 2),
    fires: ["PostgresBaseBackupFailed"],
  },
];
