import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { driverParameters } from "../../model/database-driver.ts";
import { roleNames } from "../../model/database-role.ts";
import { postgres } from "../../model/database.ts";
import { gibibytes } from "../../model/quantities/bytes.ts";
import { hours } from "../../model/quantities/duration.ts";
import { npmPackages } from "./app/image/npm-package.ts";
import { pythonPackages } from "./app/image/python-package.ts";
import type { NodePostgres } from "./pooler/node-postgres.ts";
import { PooledServer, rightPassword } from "./pooler/pooled-server.ts";
import { whyNoPooler } from "./pooler/why-no-pooler.ts";

const own = (file: string): string => fileURLToPath(new URL(`pooler/${file}`, import.meta.url));

const reason = whyNoPooler();
if (reason !== undefined) console.log(`The pooler is not tried: ${reason}.`);

/** With cold caches all that is tried has to be fetched and built first. */
const COLD_MILLISECONDS = 20 * 60_000;

/** Five sessions for forty clients. */
const database = postgres({
  version: 16,
  storage: gibibytes(1),
  connections: 58,
  pooler: { instances: 2, clients: 40 },
  recovery: { time: hours(1), point: hours(1) },
});

describe.skipIf(reason !== undefined)(
  "a real PgBouncer before a real PostgreSQL, set as they are rendered",
  () => {
    let server: PooledServer;
    let packages: string;
    let library: NodePostgres;
    let pooled: string;
    beforeAll(async () => {
      packages = await pythonPackages(own("requirements.txt"));
      const modules = await npmPackages(own("node-postgres"));
      library = createRequire(join(modules, "package.json"))("pg") as NodePostgres;
      server = await PooledServer.start(database);
      pooled = await server.pooled();
    }, COLD_MILLISECONDS);
    afterAll(() => server.stop());

    /** Runs one scenario of `drivers.py`. The addresses go by input: a process list shows arguments. */
    const python = (scenario: string, address = pooled): unknown => {
      const printed = execFileSync("python3", [own("drivers.py"), scenario], {
        encoding: "utf8",
        input: `${address} ${server.direct()}`,
        env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
      });
      return JSON.parse(printed);
    };

    /** A client of node-postgres that has logged in. */
    async function connected(address: string, role: string, password = rightPassword) {
      const parameters = new URLSearchParams(driverParameters("node-postgres", 20)).toString();
      const own = address.replace(`//app:${rightPassword}@`, `//${role}:${password}@`);
      const client = new library.Client({ connectionString: `${own}&${parameters}` });
      // Who is cut off while nothing is asked is told by an event.
      client.on("error", () => undefined);
      await client.connect();
      return client;
    }

    const whoIs = async (client: Awaited<ReturnType<typeof connected>>): Promise<unknown> => {
      const { rows } = await client.query({ name: "who", text: "select current_user as who", values: [] });
      return rows[0]?.["who"];
    };

    test("prepared statements follow their client from session to session, for each driver", async () => {
      expect(python("prepared")).toEqual({ failed: [], wrong: [] });
      expect(python("psycopg_prepared")).toEqual({ failed: [], wrong: [] });
      const address = `${pooled}&${new URLSearchParams(driverParameters("prisma", 20)).toString()}`;
      const clients = Array.from({ length: 12 }, () => new library.Client({ connectionString: address }));
      await Promise.all(clients.map((client) => client.connect()));
      const sums = await Promise.all(
        clients.map(async (client, number) => {
          const found: unknown[] = [];
          for (let step = 0; step < 20; step += 1) {
            const query = { name: "sum", text: "select $1::int + $2::int as sum", values: [number, step] };
            found.push((await client.query(query)).rows[0]?.["sum"]);
          }
          return found;
        }),
      );
      await Promise.all(clients.map((client) => client.end()));
      expect(sums).toEqual(sums.map((_, number) => Array.from({ length: 20 }, (__, step) => number + step)));
    });

    test("without the setting that follows them they are lost", async () => {
      const address = await server.pooled({ max_prepared_statements: "0" });
      const { failed } = python("prepared", address) as { failed: readonly string[] };
      expect(failed.join()).toMatch(/prepared statement .* (does not exist|already exists)/);
    });

    test("what lives by its session is lost on the pooled way and kept on the direct one", () => {
      expect(python("sessions")).toEqual({
        pooled: { "setting kept": false, "lock excludes": false, notified: false },
        direct: { "setting kept": true, "lock excludes": true, notified: true },
      });
    });

    test("more clients than sessions queue, and all are answered (DB-11)", () => {
      const { answered, busiest, seconds } = python("crowd") as Record<string, number>;
      expect(answered).toBe(40);
      expect(busiest).toBe(5);
      expect(seconds).toBeGreaterThan(8 * 0.2);
      console.log(`40 clients on 5 sessions, 0.2 s each: ${seconds?.toFixed(1)} s`);
    });

    test("an exhausted pool fails cleanly, and works again after (DB-18)", () => {
      const seen = python("exhaustion") as Record<string, unknown>;
      expect(seen).toMatchObject({ kept: [7, 7, 7, 7, 7], after: 1 });
      expect(seen["refused"]).toContain("no more connections allowed (max_client_conn)");
      expect(seen["waited"]).toContain("query_wait_timeout");
      expect(seen["seconds"]).toBeGreaterThan(19);
      expect(seen["seconds"]).toBeLessThan(28);
    });

    test("neither way takes whoever does not speak TLS or has another password", () => {
      const { right, plain, wrong } = python("refused") as Record<string, readonly string[]>;
      expect(right).toEqual(["", ""]);
      expect(plain?.[0]).toContain("SSL required");
      expect(plain?.[1]).toContain("pg_hba.conf rejects connection");
      for (const told of wrong ?? [])
        expect(told).toMatch(/password authentication failed|SASL authentication failed/);
      expect(python("encrypted")).toEqual([
        [true, true],
        [true, true],
      ]);
    });

    test("each role goes through it with its own password", async () => {
      for (const role of Object.values(roleNames)) {
        const client = await connected(pooled, role);
        expect(await whoIs(client)).toBe(role);
        await client.end();
      }
    });

    test("a replaced password shuts out whoever comes with the old one, and nobody who is there already for long (SEC-04)", async () => {
      const address = await server.pooled({ server_idle_timeout: "1" });
      const role = roleNames.application;
      const [asking, waiting] = [await connected(address, role), await connected(address, role)];
      expect(await whoIs(asking)).toBe(role);
      server.administer(`alter role ${role} password 'another-password'`);
      // By then the session with the server is let go of. Nobody has proved the new password yet, so there is no other.
      await sleep(3_000);
      await expect(whoIs(asking)).rejects.toThrow(/password authentication failed|Connection terminated/);
      await expect(connected(address, role)).rejects.toThrow(/password authentication failed|SASL/);

      let late = await connected(address, role, "another-password");
      const proved = performance.now();
      // What the server refused is told to everybody until the next attempt, also to who has the new password.
      while ((await whoIs(late).catch(() => "refused")) === "refused") {
        await sleep(200);
        late = await connected(address, role, "another-password");
      }
      const seconds = (performance.now() - proved) / 1000;
      console.log(`served again ${seconds.toFixed(1)} s after the first login with the new password`);
      expect(seconds).toBeLessThan(8);
      expect(await whoIs(waiting)).toBe(role);
      await Promise.all([late.end(), waiting.end()]);
    });

    test("node-postgres takes the certificate of the operator's authority only when it is told so", async () => {
      for (const address of [pooled, server.direct()]) {
        const untold = new library.Client({ connectionString: address });
        await expect(untold.connect()).rejects.toThrow(/self-signed certificate|unable to verify/);
        const parameters = new URLSearchParams(driverParameters("node-postgres", 20)).toString();
        const told = new library.Client({ connectionString: `${address}&${parameters}` });
        await told.connect();
        await told.end();
      }
    });
  },
);
