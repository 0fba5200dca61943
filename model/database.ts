import type { Bytes } from "./quantities/bytes.ts";
import type { Duration } from "./quantities/duration.ts";

/** A system's PostgreSQL database: run by the platform, or by somebody else. */
export type Database = PlatformPostgres | ExternalPostgres;

/** What a recovery may cost. */
export interface RecoveryObjectives {
  /** Recovery time objective: how long a recovery may take. */
  readonly time: Duration;
  /** Recovery point objective: how much of the newest data may be lost. */
  readonly point: Duration;
}

interface Postgres {
  /** Major version, the same in every environment (DB-01). */
  readonly version: 16;
  /** Client connections that the server, or the pooler in front of it, takes at once. */
  readonly connections: number;
  readonly recovery: RecoveryObjectives;
}

export interface PlatformPostgres extends Postgres {
  readonly kind: "platform";
  readonly storage: Bytes;
}

/** A managed database outside the cluster in staging and production; dev runs one of its own (CF-25). */
export interface ExternalPostgres extends Postgres {
  readonly kind: "external";
  /** Who runs it. */
  readonly provider: string;
  /** Storage of dev's own database. */
  readonly storage: Bytes;
}

export const postgres = (given: Omit<PlatformPostgres, "kind">): PlatformPostgres => ({
  kind: "platform",
  ...given,
});

export const externalPostgres = (given: Omit<ExternalPostgres, "kind">): ExternalPostgres => ({
  kind: "external",
  ...given,
});

/** Which way a service reaches its database: through the pooler, or past it for session-bound work. */
export type DatabasePath = "pooled" | "direct";

/** One service's edge to its system's database. */
export interface DatabaseUse {
  /** Which variable the code reads, and which way it leads. */
  readonly env: Readonly<Record<string, DatabasePath>>;
  /** Connections that one process opens at the most (SCL-12). */
  readonly pool: number;
}
