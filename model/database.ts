import type { Cidr } from "./cidr.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import type { DatabaseProject } from "./database-project.ts";
import type { DrillCheck } from "./drill-check.ts";
import { type Port, port } from "./port.ts";
import { type Bytes, gibibytes, mebibytes } from "./quantities/bytes.ts";
import { cores, millicores } from "./quantities/cpu.ts";
import type { Duration } from "./quantities/duration.ts";
import { type Size, size } from "./size.ts";
import { storeServices } from "./store-services.ts";

/** A system's PostgreSQL database: run by the platform, or by somebody else. */
export type Database = PlatformPostgres | ExternalPostgres;

/** What a recovery may cost. */
export interface RecoveryObjectives {
  /** Recovery time objective: how long a recovery may take. */
  readonly time: Duration;
  /** Recovery point objective: how much of the newest data may be lost. */
  readonly point: Duration;
}

/** Major versions whose client programs images/backup/Containerfile has. */
export type PostgresVersion = 15 | 16 | 17;

interface Postgres {
  /**
   * Connections that the server takes at once: of the platform's own its `max_connections`, which its memory has to hold, of
   * somebody else's what the provider allows, by its pooler or past it. Dev's server takes what dev's services open.
   */
  readonly connections: number;
  readonly recovery: RecoveryObjectives;
  /** What the monthly drill finds in a good backup: one table at least (BDR-11). */
  readonly drill?: readonly DrillCheck[];
  /**
   * Standbys that answer reads which may be old, by addresses that are `read-only` (DB-13): so many of the platform's own after a
   * failover, too. Dev's one server answers them itself. @default 0
   */
  readonly readReplicas?: number;
}

export interface PlatformPostgres extends Postgres {
  readonly kind: "platform";
  /** Major version, the same in every environment (DB-01). */
  readonly version: 16;
  /** Storage of each instance. */
  readonly storage: Bytes;
  /**
   * Storage of each instance's write-ahead log, apart from its data: what is written while the archive can't be reached
   * stays there, and a full one stops the database. @default 4Gi
   */
  readonly walStorage: Bytes;
  /** The primary and its standbys, outside of dev; dev runs one alone. @default 2 */
  readonly instances: number;
  /** What each instance may use. @default 250m to 1 CPU, 1Gi, {@link postgresDisk} */
  readonly size: Size;
  /** What stands before it outside of dev (DB-11). @default 2 pods, 1,000 clients */
  readonly pooler: DatabasePooler;
}

/** PgBouncer, in transaction mode: many clients share the few connections that the server has. */
export interface DatabasePooler {
  /** Its pods; clients are spread over them at random. */
  readonly instances: number;
  /** Clients that each pod takes at once. It takes all of them while the other is gone. */
  readonly clients: number;
}

/** A managed database outside the cluster in staging and production; dev runs one of its own (CF-25). */
export interface ExternalPostgres extends Postgres {
  readonly kind: "external";
  /**
   * Major version of the provider's server, which its dumps and drills go by. Dev's own database is the platform's 16, so what only a
   * newer one knows is not there to be used (DB-01).
   */
  readonly version: PostgresVersion;
  /** Who runs it. */
  readonly provider: string;
  /**
   * Its project there, which each of its addresses has to name: they come from a store, and no stack's file shows whose they are
   * (CF-25). @default none; any address is taken
   */
  readonly project?: DatabaseProject;
  /**
   * The port that each way leads to, as in the addresses of its secret. @default 5432 for both; that of `direct` for what is
   * `read-only`
   */
  readonly ports: Readonly<Record<Exclude<DatabasePath, "read-only">, Port>> &
    Readonly<Partial<Record<"read-only", Port>>>;
  /**
   * Whether it keeps the write-ahead log, so that the database can be taken back to any point in time. Without it the
   * dumps of each day are all there is to go back to (CF-12). @default false
   */
  readonly pointInTimeRecovery: boolean;
  /** The addresses it answers from, also private ones. @default anywhere on the internet */
  readonly cidrs?: readonly Cidr[];
  /**
   * The schemas that are the system's own, and are dumped (BDR-01). A provider keeps others beside them, with extensions and
   * roles that no other server has. @default all of the database
   */
  readonly schemas?: readonly string[];
  /**
   * Roles that its provider makes, and that row policies of the system name. They are no part of a dump: a drill makes them, and
   * whoever restores elsewhere must (BDR-10). @default none
   */
  readonly providerRoles?: readonly string[];
  /**
   * Whether it has the roles of docs/database-roles.md: its secret then holds an address for each. Else all of the system reaches it
   * as one. @default false
   */
  readonly separateRoles: boolean;
  /** Storage of dev's own database. */
  readonly storage: Bytes;
  /**
   * How large it may become: the room that a drill's server has for it, on the disk of a node. A drill of a larger one is refused
   * (BDR-11). @default {@link storage}
   */
  readonly drillStorage?: Bytes;
}

type Defaulted = "instances" | "pooler" | "size" | "walStorage";

/**
 * Disk of the node that an instance may use outside its volume: CloudNativePG copies its own program there, of some 100 MB,
 * and logs are written there.
 */
export const postgresDisk = mebibytes(512);

/** Declares a Postgres that the platform runs. */
export const postgres = (
  given: Omit<PlatformPostgres, "kind" | Defaulted> & Partial<Pick<PlatformPostgres, Defaulted>>,
): PlatformPostgres => ({
  kind: "platform",
  instances: 2,
  walStorage: gibibytes(4),
  size: size({
    cpu: { request: millicores(250), limit: cores(1) },
    memory: gibibytes(1),
    disk: postgresDisk,
  }),
  pooler: { instances: 2, clients: 1_000 },
  ...given,
});

type DefaultedElsewhere = "ports" | "pointInTimeRecovery" | "separateRoles";

/** Declares a Postgres that somebody else runs. */
export const externalPostgres = (
  given: Omit<ExternalPostgres, "kind" | DefaultedElsewhere> &
    Partial<Pick<ExternalPostgres, DefaultedElsewhere>>,
): ExternalPostgres => ({
  kind: "external",
  pointInTimeRecovery: false,
  separateRoles: false,
  ports: {
    pooled: port(storeServices.database.port),
    direct: port(storeServices.database.port),
  },
  ...given,
});

/**
 * Which way a service reaches its database: through the pooler, where each transaction may meet another session of the
 * server, or past it. What lives by its session goes `direct`: `SET`, `LISTEN`, advisory locks, temporary tables, migrations, dumps.
 * `read-only` leads to its standbys, for reads that may be some seconds old: as the role that reads, past the pooler.
 */
export type DatabasePath = "pooled" | "direct" | "read-only";

/** Whether a database has an address for reads that may be old. */
export const hasReadReplicas = ({ readReplicas = 0 }: Pick<Database, "readReplicas">): boolean =>
  readReplicas > 0;

/** One service's edge to its system's database. */
export interface DatabaseUse {
  /** Which variable the code reads, and which way it leads. */
  readonly env: Readonly<Record<string, DatabasePath>>;
  /** Which library reads it. @default "libpq" */
  readonly driver?: DatabaseDriver;
  /** Connections that one process opens at the most (SCL-12). */
  readonly pool: number;
}
