import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { longestWait, poolerLimits } from "../../components/data/pooler-limits.ts";
import { poolsOfPooler } from "../../model/connections.ts";
import { roleNames } from "../../model/database-role.ts";
import { postgres } from "../../model/database.ts";
import { gibibytes } from "../../model/quantities/bytes.ts";
import { hours } from "../../model/quantities/duration.ts";
import { pythonPackages } from "./app/image/python-package.ts";
import { lookupUser } from "./operators/cloudnative-pg/password-lookup.ts";
import { PooledServer } from "./pooler/pooled-server.ts";
import { whyNoPooler } from "./pooler/why-no-pooler.ts";

const own = (file: string): string => fileURLToPath(new URL(`pooler/${file}`, import.meta.url));

const reason = whyNoPooler();
if (reason !== undefined) console.log(`No change of a pooler's user is tried: ${reason}.`);

/** With cold caches all that is tried has to be fetched and built first. */
const COLD_MILLISECONDS = 20 * 60_000;

const database = postgres({
  version: 16,
  storage: gibibytes(1),
  connections: 58,
  pooler: { instances: 2, clients: 40 },
  recovery: { time: hours(1), point: hours(1) },
});
const limits = poolerLimits(database, 0);

/** What came of one user's clients. */
interface Asked {
  readonly answers: number;
  /** The longest time to an answer, in seconds. */
  readonly longest: number;
  readonly failed: readonly string[];
}

interface Changeover {
  readonly old: Asked;
  readonly new: Asked;
  /** The most sessions that the server had at once, of each user and of all. */
  readonly most: Readonly<Record<string, number>>;
  /** The most sessions of each user that PgBouncer told of as taken, and the longest wait that it told of, in seconds, by user. */
  readonly told: Readonly<Record<string, number>>;
}

describe.skipIf(reason !== undefined)(
  "services that change from one user of a busy database to another",
  () => {
    let server: PooledServer;
    let packages: string;
    beforeAll(async () => {
      packages = await pythonPackages(own("requirements.txt"));
      server = await PooledServer.start(database);
    }, COLD_MILLISECONDS);
    afterEach(() => server.endPoolers());
    afterAll(() => server.stop());

    /** Twelve clients go as the owner without a pause; a second later twelve more come as the application. */
    async function changeover(changed: Readonly<Record<string, string>> = {}): Promise<Changeover> {
      const pooled = await server.pooled({ stats_users: roleNames.owner, ...changed });
      const application = pooled.replace(`//${roleNames.owner}:`, `//${roleNames.application}:`);
      const console = pooled.replace("/app?", "/pgbouncer?");
      const printed = execFileSync("python3", [own("changeover.py")], {
        encoding: "utf8",
        input: `${pooled} ${application} ${console} ${server.direct()}`,
        env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
      });
      return JSON.parse(printed) as Changeover;
    }

    test("the new user has sessions at once, nobody fails, and the server has no more than was counted (SCL-12)", async () => {
      const seen = await changeover();
      console.log(
        `longest time to an answer: ${seen.old.longest.toFixed(1)} s of the old user's, ${seen.new.longest.toFixed(1)} s of the new one's; sessions: ${JSON.stringify(seen.most)}; told: ${JSON.stringify(seen.told)}`,
      );
      expect(seen.old.failed).toEqual([]);
      expect(seen.new.failed).toEqual([]);
      // Both go on side by side, and each waits for his own alone.
      expect(seen.new.answers).toBeGreaterThan(seen.old.answers / 2);
      for (const { longest } of [seen.old, seen.new])
        expect(longest).toBeLessThan(longestWait.wholeSeconds / 2);
      const { owner, application } = roleNames;
      expect(seen.most[owner]).toBe(limits.pool);
      expect(seen.most[application]).toBe(limits.pool);
      // What alerts go by is what the server has.
      for (const user of [owner, application]) expect(seen.told[user]).toBe(limits.pool);
      for (const user of [owner, application])
        expect(seen.told[`longest wait of ${user}`]).toBeLessThan(longestWait.wholeSeconds / 2);
      const { all = 0, [lookupUser]: lookups = 0 } = seen.most;
      expect(all - lookups).toBeLessThanOrEqual(limits.sessions);
      // Who logs in at the same time is looked up by several sessions, which are counted as a pool of their own.
      expect(lookups).toBeLessThanOrEqual(limits.pool);
      expect(all).toBeLessThanOrEqual(poolsOfPooler * limits.pool);
    });

    test("with sessions for one user alone the new one would get none before he is cut off", async () => {
      const settings = { max_db_connections: String(limits.pool), query_wait_timeout: "3" };
      const seen = await changeover(settings);
      expect(seen.new.answers).toBe(0);
      expect(seen.new.failed.join()).toContain("query_wait_timeout");
      expect(seen.old.failed).toEqual([]);
      expect(seen.most[roleNames.application]).toBeUndefined();
      // PgBouncer does not tell how long a user's first clients wait, and does tell that they do.
      expect(seen.told[`longest wait of ${roleNames.application}`]).toBe(0);
      expect(seen.told[`${roleNames.application} without a session`]).toBeGreaterThan(0);
    });
  },
);
