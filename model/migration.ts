import type { DatabaseDriver } from "./database-driver.ts";
import type { DatabaseUse } from "./database.ts";
import { type Duration, minutes, seconds } from "./quantities/duration.ts";
import type { Finite } from "./task.ts";

/** What a migration's objects go by in the system's namespace. */
export const migrationName = "migration";

/** The schema of a system's database where releases and their contracts are written down. */
export const ledgerSchema = "slipway";

/** The variable by which libpq and node-postgres learn what a session is to be set to. */
export const sessionOptionsVariable = "PGOPTIONS";

/** Where the address stands as it is in its Secret, when the one that the tool reads has more in it. */
export const plainAddressVariable = "DATABASE_PLAIN_ADDRESS";

/**
 * What brings the schema of a system's database to what a release of an image needs, once a release and before anything of
 * it starts (DB-08). It goes forward only, and what it does must suit the release before, too: expand first, contract
 * in a later release (DB-10).
 */
export interface Migration extends Omit<Finite, "uses" | "retries"> {
  readonly kind: "migration";
  /** Attempts after the first that failed: for a connection that broke off. @default 1 */
  readonly retries: number;
  /** Never through a pooler: locks and settings of a session would be lost there. */
  readonly uses: {
    readonly database: DatabaseUse & { readonly env: Readonly<Record<string, "direct">> };
    readonly cache?: never;
    readonly vectorStore?: never;
  };
  readonly timeouts: MigrationTimeouts;
  /**
   * SQL that must have run in the database before the tool can work, as paths below `systems/`, in their order. It runs each
   * time, in one transaction, so it has to be safe to repeat (DB-09). @default none
   */
  readonly bootstrap: readonly string[];
}

/** How long a migration's statements may wait and work, as settings of its session. */
export interface MigrationTimeouts {
  /** For a lock: whoever waits for one makes everybody wait behind it. @default 5 s */
  readonly lock: Duration;
  /** For one statement. @default 5 min */
  readonly statement: Duration;
  /**
   * How the tool's driver is told: by the variable `PGOPTIONS` (libpq, so psycopg; node-postgres, so Drizzle), or in the
   * address (Prisma, asyncpg), which only works with an address that the platform makes.
   */
  readonly given: "variable" | "address";
}

type Given = Omit<Finite, "uses" | "calls" | "egress" | "processes" | "flags" | "scratch" | "retries"> &
  Partial<Pick<Finite, "scratch" | "retries">> & {
    /** The variable that the tool reads the database's address from. */
    readonly address: string;
    /** What the tool speaks to the database with. @default libpq */
    readonly driver?: DatabaseDriver;
    /** @default as the driver takes them */
    readonly timeouts?: Partial<MigrationTimeouts>;
    readonly bootstrap?: readonly string[];
  };

const waysToSet: Readonly<Record<DatabaseDriver, MigrationTimeouts["given"]>> = {
  libpq: "variable",
  "node-postgres": "variable",
  asyncpg: "address",
  prisma: "address",
};

/** Declares a {@link Migration}. */
export function migration({
  address,
  driver = "libpq",
  timeouts,
  bootstrap = [],
  ...given
}: Given): Migration {
  return {
    kind: "migration",
    calls: [],
    egress: [],
    processes: 1,
    flags: [],
    scratch: [],
    retries: 1,
    ...given,
    uses: { database: { env: { [address]: "direct" }, driver, pool: 1 } },
    timeouts: { lock: seconds(5), statement: minutes(5), given: waysToSet[driver], ...timeouts },
    bootstrap,
  };
}

/** The settings of a migration's session, as the server takes them from a client. */
export const sessionOptions = ({ lock, statement }: MigrationTimeouts): string =>
  `-c lock_timeout=${lock.milliseconds} -c statement_timeout=${statement.milliseconds}`;
