import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { loginNames } from "../../model/database-login.ts";
import { roleNames } from "../../model/database-role.ts";
import { postgres } from "../../model/database.ts";
import { gibibytes } from "../../model/quantities/bytes.ts";
import { hours } from "../../model/quantities/duration.ts";
import { pythonPackages } from "./app/image/python-package.ts";
import { PooledServer, rightPassword } from "./pooler/pooled-server.ts";
import { RenderedLogins } from "./pooler/rendered-logins.ts";
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
const newPassword = "another-password";

/** What came of one kind of pod's requests. */
interface Asked {
  readonly answered: number;
  readonly failed: number;
  /** When the last one failed, in seconds after the password was replaced. */
  readonly last: number;
  readonly reasons: readonly string[];
}
interface PasswordChange {
  readonly seen: Readonly<Record<`${"old" | "new"}, ${"connected" | "connecting"}`, Asked>>;
  /** What somebody is told in the end who comes as old pods did; nothing if he is let in. */
  readonly refused: string;
}

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

  /** Old pods work all the time, the change comes after a second, new pods four seconds after it, and old ones go seven later. */
  function changed(given: {
    readonly old: string;
    readonly new: string;
    readonly change: readonly string[];
    /** What locks the login that old pods went by, a second after they are gone. @default nothing does */
    readonly lock?: readonly string[];
  }): PasswordChange {
    const printed = execFileSync("python3", [own("password_change.py")], {
      encoding: "utf8",
      input: JSON.stringify({ lock: [], ...given, direct: server.administration() }),
      env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
    });
    return JSON.parse(printed) as PasswordChange;
  }

  const print = (way: string, { seen }: PasswordChange): void => {
    for (const [kind, { answered, failed, last }] of Object.entries(seen))
      console.log(
        `${way}, ${kind}: ${answered} answered, ${failed} failed, the last after ${last.toFixed(1)} s`,
      );
  };

  describe.each(["pooled", "direct"] as const)("on the %s way", (way) => {
    const address = async () => (way === "pooled" ? await server.pooled() : server.direct());

    test("of one login, those who are connected go on, and who connects with the old one is refused until he is gone (SEC-04)", async () => {
      server.administer(`alter role ${application} password '${rightPassword}'`);
      const at = await address();
      const change = changed({
        old: as(at, application, rightPassword),
        new: as(at, application, newPassword),
        change: [`alter role ${application} password '${newPassword}'`],
      });
      print(`one login, ${way}`, change);
      const { seen } = change;
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
      const { host } = new URL(await address());
      const reached = (logins: RenderedLogins): string => {
        const rendered = new URL(logins.address(way));
        rendered.host = host;
        return rendered.toString();
      };
      const first = new RenderedLogins({ a: "1" });
      server.administer(`drop role if exists ${loginNames["application-b"]}`, ...first.statements());
      // There and back again: each turn as a stack's file goes through it.
      let before = first;
      for (const [turn, open, closed] of [
        ["to the second login", { b: "1", a: "1" }, { b: "1" }],
        ["and back to the first", { a: "2", b: "1" }, { a: "2" }],
      ] as const) {
        const during = new RenderedLogins(open);
        const after = new RenderedLogins(closed);
        const change = changed({
          old: reached(before),
          new: reached(during),
          change: during.statements(before),
          lock: after.statements(during),
        });
        print(`${turn}, ${way}`, change);
        for (const { answered, failed, reasons } of Object.values(change.seen)) {
          expect({ failed, reasons }, turn).toEqual({ failed: 0, reasons: [] });
          expect(answered).toBeGreaterThan(20);
        }
        expect(change.refused, turn).not.toBe("");
        expect(reached(after)).toBe(reached(during));
        before = after;
      }
    });
  });
});
