import type { DatabasePath, PlatformPostgres } from "./database.ts";
import type { EnvironmentName } from "./environment-name.ts";
import { peakPods } from "./peak-pods.ts";
import { runnablesOf } from "./runnable.ts";
import type { System } from "./system.ts";

/** Connections that Postgres keeps for its superuser, so that somebody can look into a server that is full. */
export const keptForSuperuser = 3;

/** Connections that no service has: a dump, a drill, an exporter, a person who looks. */
export const keptForOperations = 10;

/** A pool of fewer would make most clients wait for the one before them. */
export const smallestPool = 5;

/** Users of a database that go through its pooler at once: the one of its services, and while they change, the one from before. */
export const usersOfPooler = 2;

/**
 * Pools that PgBouncer has at the most: of each user, and of its own, which looks passwords up in another database. That one
 * grows as large as the others when many log in at once.
 */
export const poolsOfPooler = usersOfPooler + 1;

/** What one service or task can open at its peak. */
export interface ConnectionDemand {
  readonly name: string;
  readonly total: number;
  /** For example `18 × 1 × 20`. */
  readonly sum: string;
}

/**
 * What everything in a system can open at once: pods at their peak, with those that are going away, × processes × pool
 * (SCL-12, CF-28).
 * @param path Only what is opened this way, or one of these; a use that has several ways may open all of its pool by each.
 */
export function connectionDemands(
  system: System,
  store: "database" | "cache",
  environment: EnvironmentName,
  path?: DatabasePath | readonly DatabasePath[],
): readonly ConnectionDemand[] {
  return runnablesOf(system).flatMap(({ name, runnable }) => {
    if (runnable.kind === "static-site") return [];
    const use = runnable.uses[store];
    if (use === undefined) return [];
    const paths = typeof use.env === "string" ? [] : Object.values(use.env);
    if (path !== undefined && ![path].flat().some((each) => paths.includes(each))) return [];
    const pods = peakPods(runnable, environment);
    const { processes } = runnable;
    return [{ name, total: pods * processes * use.pool, sum: `${pods} × ${processes} × ${use.pool}` }];
  });
}

export const totalConnections = (demands: readonly ConnectionDemand[]): number =>
  demands.reduce((sum, { total }) => sum + total, 0);

/**
 * `max_connections` of dev's server, whoever runs the others: all that its services open at their peak, and what is kept. It has no
 * pooler, and a declared number is for many more pods than dev has.
 */
export const connectionsInDev = (system: System): number =>
  totalConnections(connectionDemands(system, "database", "dev")) + keptForSuperuser + keptForOperations;

/** How many pods of a pooler there may be: while it is replaced, one more than are declared. */
export const poolerPods = ({ pooler }: PlatformPostgres): number => pooler.instances + 1;

/**
 * Connections that each pool of a pooler may open: what the server takes, without what it keeps and what goes past the
 * pooler, shared out over all pools of all pods. It may come out too small, or below zero: validation refuses that.
 * @param direct What goes past the pooler.
 */
export const poolSize = (database: PlatformPostgres, direct: number): number =>
  Math.floor(
    (database.connections - keptForSuperuser - keptForOperations - direct) /
      (poolerPods(database) * poolsOfPooler),
  );
