import {
  dumps,
  healthyCache,
  healthyCluster,
  healthyDumps,
  healthyPooler,
  healthySnapshots,
  healthyVectorStore,
  instance,
  type KnownSeries,
  plugin,
  snapshots,
} from "../healthy-data.ts";

/** What befalls data of production that was well before, and which alerts fire then. */
export interface DataScenario {
  readonly what: string;
  readonly system: WatchedSystem;
  /** What differs from a healthy system; `gone`: what is not told at all. */
  readonly differs?: KnownSeries;
  readonly gone?: RegExp;
  /** When it is looked at, and how far apart Prometheus looks, in minutes. @default 40, and 5 */
  readonly at?: number;
  readonly step?: number;
  readonly fires: readonly string[];
}

export type WatchedSystem = "atlas-ux" | "crb-analyser" | "odd-scenes";

export const atlas = "atlas-ux-production";
export const crb = "crb-analyser-production";
export const odd = "odd-scenes-production";

/** Three instances; somebody else's database and a cache; two instances, a Redis with counts, and a vector store. */
export const healthy: Readonly<Record<WatchedSystem, KnownSeries>> = {
  "atlas-ux": {
    ...healthyCluster(atlas, 3),
    ...healthyPooler(atlas),
    ...healthyDumps(atlas),
    ...healthySnapshots(atlas, "bucket-uploads", "secrets", "repositories"),
  },
  "crb-analyser": {
    ...healthyDumps(crb),
    ...healthyCache(crb),
    ...healthySnapshots(crb, "bucket-reports", "secrets", "repositories"),
  },
  "odd-scenes": {
    ...healthyCluster(odd, 2),
    ...healthyPooler(odd),
    ...healthyDumps(odd),
    ...healthyCache(odd),
    ...healthyVectorStore(odd),
    ...healthySnapshots(odd, "cache", "vector-store", "secrets", "repositories"),
  },
};

const pg = instance(atlas);
const kept = dumps(atlas);
const uploads = snapshots(atlas, "bucket-uploads");
const copied = [uploads, ...(["secrets", "repositories"] as const).map((store) => snapshots(atlas, store))];

/** The same of all instances of Atlas, which all tell of one archive. */
export const archive = (what: string, value: number | string): KnownSeries =>
  Object.fromEntries([1, 2, 3].map((pod) => [pg(plugin(what), pod), value]));

/** A new backup, a new dump and a new snapshot are there, and a drill passed, after so many seconds. */
export const recent = (seconds: number): KnownSeries => ({
  ...archive("last_available_backup_timestamp", seconds),
  [kept("newest_timestamp_seconds")]: seconds,
  ...Object.fromEntries(copied.map((of) => [of("newest_timestamp_seconds"), seconds])),
  [kept("run_succeeded_timestamp_seconds", "drill")]: seconds,
  [uploads("run_succeeded_timestamp_seconds", "drill")]: seconds,
});
