import { pool, pooler, volume } from "../healthy-data.ts";
import { atlas, type DataScenario, odd } from "./scenario.ts";

const ofPool = pool(atlas);
const free = (claim: string): string => volume("available", atlas, claim);

export const onVolumesAndPoolers: readonly DataScenario[] = [
  {
    what: "a volume that is 81 % full",
    system: "atlas-ux",
    differs: { [free("database-2")]: 3.8e9 },
    fires: ["VolumeFilling"],
  },
  {
    what: "a volume of the log that is nearly full",
    system: "atlas-ux",
    differs: { [free("database-1-wal")]: 1.9e9 },
    fires: ["VolumeFilling", "VolumeAlmostFull"],
  },
  {
    what: "a volume that is just not too full",
    system: "atlas-ux",
    differs: { [free("database-2")]: 4e9 },
    fires: [],
  },
  {
    what: "a volume of another system, or of another part, that is full",
    system: "atlas-ux",
    differs: {
      [volume("available", odd, "database-1")]: 1,
      [volume("capacity", odd, "database-1")]: 100,
      [free("database-x-1")]: 1,
      [volume("capacity", atlas, "database-x-1")]: 100,
    },
    fires: [],
  },
  {
    what: "no kubelet tells of a volume",
    system: "odd-scenes",
    gone: /vector-store-data/,
    at: 90,
    fires: ["VolumeUnknown"],
  },
  {
    what: "the kubelet of one instance is not asked, and those of the others are",
    system: "atlas-ux",
    gone: /claim="database-3/,
    at: 90,
    fires: ["VolumeUnknown"],
  },
  {
    what: "no pod of the pooler answers",
    system: "atlas-ux",
    differs: { [pooler(atlas)("up", "a")]: 0, [pooler(atlas)("up", "b")]: 0 },
    fires: ["PoolerDown"],
  },
  {
    what: "no pod of the pooler is there",
    system: "atlas-ux",
    gone: /database-pooled/,
    fires: ["PoolerDown"],
  },
  {
    what: "one pod of the pooler is left",
    system: "atlas-ux",
    differs: { [pooler(atlas)("up", "b")]: 0 },
    fires: [],
  },
  {
    what: "clients wait at the pooler all the time",
    system: "atlas-ux",
    differs: { [ofPool("cl_waiting")]: 3 },
    fires: ["PoolerClientsWaiting"],
  },
  {
    what: "clients wait at the pooler now and then",
    system: "atlas-ux",
    differs: { [ofPool("cl_waiting")]: "9 9 9 0 ".repeat(10).trim() },
    step: 1,
    fires: [],
  },
  {
    what: "each who comes to the pooler now and then waits until just before an error",
    system: "atlas-ux",
    differs: { [ofPool("maxwait")]: "19 0 0 ".repeat(14).trim() },
    step: 1,
    fires: ["PoolerWaitTooLong"],
  },
  {
    what: "once, while the primary changes, clients wait at the pooler until just before an error",
    system: "atlas-ux",
    differs: { [ofPool("maxwait")]: "0x30 19 0x9" },
    step: 1,
    fires: [],
  },
  {
    what: "a new user's clients wait for his first session, which PgBouncer tells no time of",
    system: "atlas-ux",
    differs: {
      [ofPool("cl_waiting", { user: "app" })]: "3 0 ".repeat(20).trim(),
      [ofPool("maxwait", { user: "app" })]: 0,
      [ofPool("sv_active", { user: "app" })]: 0,
      [ofPool("sv_login", { user: "app" })]: 1,
    },
    step: 1,
    fires: ["PoolerWaitTooLong"],
  },
  {
    what: "clients wait for a user's first session while the pooler begins",
    system: "atlas-ux",
    differs: {
      [ofPool("cl_waiting", { user: "app" })]: "0x35 3 0x4",
      [ofPool("sv_active", { user: "app" })]: "0x36 1x3",
    },
    step: 1,
    fires: [],
  },
  {
    what: "clients wait at the pooler for half of what they may, and no longer",
    system: "atlas-ux",
    differs: { [ofPool("maxwait", { pod: "b" })]: 10 },
    fires: [],
  },
  {
    what: "one user has nine of ten sessions that a pod has for one",
    system: "atlas-ux",
    differs: { [ofPool("sv_active")]: 16, [ofPool("sv_tested")]: 1, [ofPool("sv_login")]: 1 },
    fires: ["PoolerSessionsNearLimit"],
  },
  {
    what: "one user has just not nine of ten, and the rest of his pool waits for somebody",
    system: "atlas-ux",
    differs: { [ofPool("sv_active")]: 17, [ofPool("sv_idle")]: 1, [ofPool("sv_used")]: 1 },
    fires: [],
  },
  {
    what: "no user has too many sessions, and the three together have nine of ten",
    system: "atlas-ux",
    differs: {
      [ofPool("sv_active")]: 17,
      [ofPool("sv_active", { user: "app" })]: 12,
      [ofPool("sv_idle", { user: "app_read_only" })]: 6,
      [ofPool("sv_idle")]: 0,
      [ofPool("sv_used")]: 0,
    },
    fires: ["PoolerSessionsNearLimit"],
  },
  {
    what: "the old user's sessions and the new one's fill both pools to four fifths while pods are replaced",
    system: "atlas-ux",
    differs: {
      [ofPool("sv_active")]: 15,
      [ofPool("sv_idle")]: 2,
      [ofPool("sv_used")]: 1,
      [ofPool("sv_active", { user: "app" })]: 15,
    },
    fires: [],
  },
  {
    what: "both pods of the pooler have more than half, which together is more than one may have",
    system: "atlas-ux",
    differs: { [ofPool("sv_active")]: 14, [ofPool("sv_active", { pod: "b" })]: 14 },
    fires: [],
  },
];
