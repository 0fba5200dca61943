import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { roleNames } from "../../model/database-role.ts";
import { postgres } from "../../model/database.ts";
import { gibibytes } from "../../model/quantities/bytes.ts";
import { hours } from "../../model/quantities/duration.ts";
import { pythonPackages } from "./app/image/python-package.ts";
import { PooledServer, rightPassword } from "./pooler/pooled-server.ts";
import { whyNoPooler } from "./pooler/why-no-pooler.ts";

const own = (file: string): string => fileURLToPath(new URL(`pooler/${file}`, import.meta.url));

const reason = whyNoPooler();
if (reason !== undefined) console.log(`No change of a database's password is tried: ${reason}.`);

/** With cold caches all that is tried has to be fetched and built first. */
const COLD_MILLISECONDS = 20 * 60_000;

const database = postgres({
  version: 16,
  storage: gibibytes(1),
  connections: 58,
  pooler: { instances: 2, clients: 40 },
  recovery: { time: hours(1), point: hours(1) },
});

const { application } = roleNames;
const secondLogin = `${application}_b`;
const newPassword = "another-password";

/** What came of one kind of pod's requests. */
interface Asked {
  readonly answered: number;
  readonly failed: number;
  /** When the last one failed, in seconds after the password was replaced. */
  readonly last: number;
  readonly reasons: readonly string[];
}
type PasswordChange = Readonly<Record<`${"old" | "new"}, ${"connected" | "connecting"}`, Asked>>;

describe.skipIf(reason !== undefined)("a password of a database that is replaced while services work", () => {
  let server: PooledServer;
  let packages: string;
  beforeAll(async () => {
    packages = await pythonPackages(own("requirements.txt"));
    server = await PooledServer.start(database);
    server.administer(
      "create table orders (id bigserial primary key)",
      `grant select, insert on orders to ${application}`,
      `grant usage on sequence orders_id_seq to ${application}`,
    );
  }, COLD_MILLISECONDS);
  afterEach(() => server.endPoolers());
  afterAll(() => server.stop());

  const as = (address: string, user: string, password: string): string =>
    address.replace(`//${roleNames.owner}:${rightPassword}@`, `//${user}:${password}@`);

  /** Old pods work all the time, the change comes after a second, and new pods come four seconds after it. */
  function changed(
    address: string,
    next: { user: string; password: string },
    statement: string,
  ): PasswordChange {
    const old = as(address, application, rightPassword);
    const printed = execFileSync("python3", [own("password_change.py")], {
      encoding: "utf8",
      input: [old, as(address, next.user, next.password), server.administration(), statement].join("\n"),
      env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
    });
    return JSON.parse(printed) as PasswordChange;
  }

  const print = (way: string, seen: PasswordChange): void => {
    for (const [kind, { answered, failed, last }] of Object.entries(seen))
      console.log(
        `${way}, ${kind}: ${answered} answered, ${failed} failed, the last after ${last.toFixed(1)} s`,
      );
  };

  describe.each(["pooled", "direct"] as const)("on the %s way", (way) => {
    const address = async () => (way === "pooled" ? await server.pooled() : server.direct());

    test("of one login, those who are connected go on, and who connects with the old one is refused until he is gone (SEC-04)", async () => {
      server.administer(`alter role ${application} password '${rightPassword}'`);
      const next = { user: application, password: newPassword };
      const seen = changed(await address(), next, `alter role ${application} password '${newPassword}'`);
      print(`one login, ${way}`, seen);
      expect(seen["old, connected"]).toMatchObject({ failed: 0 });
      expect(seen["old, connecting"].reasons.join()).toMatch(
        /password authentication failed|SASL authentication failed/,
      );
      expect(seen["old, connecting"].last).toBeGreaterThan(9);
      // New pods are served at once, or as soon as PgBouncer asks the server again.
      for (const kind of ["new, connected", "new, connecting"] as const) {
        expect(seen[kind].answered).toBeGreaterThan(20);
        expect(seen[kind].last).toBeLessThan(4 + 3);
      }
    });

    test("of two logins in turn nobody is refused, and both may the same (SEC-04)", async () => {
      server.administer(
        `drop role if exists ${secondLogin}`,
        `alter role ${application} password '${rightPassword}'`,
      );
      const next = { user: secondLogin, password: newPassword };
      const statement = `create role ${secondLogin} login in role ${application} password '${newPassword}'`;
      const seen = changed(await address(), next, statement);
      print(`two logins, ${way}`, seen);
      for (const { answered, failed, reasons } of Object.values(seen)) {
        expect({ failed, reasons }).toEqual({ failed: 0, reasons: [] });
        expect(answered).toBeGreaterThan(20);
      }
    });
  });
});
