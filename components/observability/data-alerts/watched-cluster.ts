import type { PlatformPostgres } from "../../../model/database.ts";
import type { AlertSeverity } from "../alert.ts";
import type { SeriesOf } from "../monitored-series.ts";

/** A cluster of a system's Postgres, as its alerts see it. */
export interface WatchedCluster {
  /** Its name. */
  readonly name: string;
  readonly database: PlatformPostgres;
  /** Whether services use it. Of one that stands beside it nobody is woken. */
  readonly serves: boolean;
  /** What its instances tell. */
  readonly series: SeriesOf;
}

/** What every alert about a cluster has. */
export const ofCluster = ({ name }: WatchedCluster) => ({ part: name, tier: "critical" }) as const;

/** Of a cluster that serves, somebody is woken. */
export const pagesIfServing = ({ serves }: WatchedCluster): AlertSeverity => (serves ? "page" : "ticket");
