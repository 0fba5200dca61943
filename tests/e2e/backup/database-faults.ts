import { expect } from "vitest";
import type { Fault } from "./fault.ts";
import { Pooler } from "./pooler.ts";

const MIDWAY = 8 * 1024 ** 2;
/** The program notices within seconds that its lock is lost. */
const PATIENCE_MILLISECONDS = 60_000;

const endSessionsOf = (program: string): string =>
  `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${program}'`;

const sessionsOf = (program: string): string =>
  `select count(*) from pg_stat_activity where application_name = '${program}'`;

/** What goes wrong at the database. */
export const databaseFaults: readonly Fault[] = [
  {
    says: "the database is down",
    strike: async (rig) => {
      await rig.postgres.down();
      const ended = await rig.dump();
      await rig.postgres.up();
      return { ended };
    },
    code: 1,
    told: /can't be reached.*See whether the server runs/,
    alert: "run failed",
  },
  {
    says: "the database's password is wrong",
    strike: async (rig) => ({
      ended: await rig.dump({ database: rig.postgres.address("shop", "not-the-password") }),
    }),
    code: 1,
    told: /password authentication failed.*Renew user and password/,
    alert: "run failed",
  },
  {
    says: "there is no such database",
    strike: async (rig) => ({ ended: await rig.dump({ database: "nothing" }) }),
    code: 1,
    told: /does not exist.*Correct the database's name/,
    alert: "run failed",
  },
  {
    says: "the address is a pooler's, through which no lock can be held",
    strike: async (rig) => {
      const pooler = await Pooler.start(rig.postgres, rig.makeFolder("pooler"));
      const ended = await rig.dump({ database: pooler.address("shop") });
      await pooler.stop();
      return { ended };
    },
    code: 2,
    told: /answered by a pooler.*Give the database's direct address/,
    alert: "run failed",
  },
  {
    says: "the database dies while it is dumped",
    strike: async (rig) => {
      const { ended } = await rig.dumpHeldAfter(MIDWAY);
      await rig.postgres.down();
      rig.link.open();
      const struck = { ended: await ended };
      await rig.postgres.up();
      return struck;
    },
    code: 1,
    told: /pg_dump failed|lock with it/,
    alert: "run failed",
  },
  {
    says: "the database ends pg_dump's session",
    strike: async (rig) => {
      const { ended } = await rig.dumpHeldAfter(MIDWAY);
      rig.postgres.query("postgres", endSessionsOf("pg_dump"));
      rig.link.open();
      return { ended: await ended };
    },
    code: 1,
    // Whether the server's farewell or the end of the connection is read first, is a race.
    told: /pg_dump failed.*(terminating connection due to administrator command|closed the connection)/,
    alert: "run failed",
  },
  {
    says: "the session that holds the lock is lost",
    strike: async (rig) => {
      const { ended } = await rig.dumpHeldAfter(MIDWAY);
      rig.postgres.query("postgres", endSessionsOf("slipway-backup"));
      // It has noticed when it wants the dump no more.
      await expect
        .poll(() => rig.postgres.query("postgres", sessionsOf("pg_dump")), { timeout: PATIENCE_MILLISECONDS })
        .toBe("0");
      rig.link.breakOff();
      return { ended: await ended };
    },
    code: 1,
    told: /the lock with it/,
    alert: "run failed",
  },
];
