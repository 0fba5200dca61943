import { poolSize, usersOfPooler } from "../../model/connections.ts";
import type { PlatformPostgres } from "../../model/database.ts";
import { seconds } from "../../model/quantities/duration.ts";

/** Sessions with the server that each pod of a pooler may hold. */
export interface PoolerLimits {
  /** Of one user. */
  readonly pool: number;
  /** Of all users of a database together. Those that look passwords up are in another, and come on top. */
  readonly sessions: number;
}

/**
 * What a pooler is held to, and what its use is measured against (DB-12).
 * @param direct Connections that go past it.
 */
export function poolerLimits(database: PlatformPostgres, direct: number): PoolerLimits {
  const pool = poolSize(database, direct);
  return { pool, sessions: pool * usersOfPooler };
}

/** Who waits for a session any longer gets an error, before the gateway gives the request up (DB-18). */
export const longestWait = seconds(20);
