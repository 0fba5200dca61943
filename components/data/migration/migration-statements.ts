import { readFileSync } from "node:fs";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { loginNames } from "../../../model/database-login.ts";
import type { Migration } from "../../../model/migration.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { databaseRoles, isWritten, loginInForce } from "../../secrets/database-logins.ts";
import { canaryStatements } from "./canary.ts";
import type { PsqlSteps } from "./migration-pod.ts";

/** The files of SQL that psql runs around a migration, by name. Each begins with what the one before has made sure of. */
export interface MigrationStatements {
  readonly files: Readonly<Record<string, string>>;
  /** Run before the tool, in this order and in one transaction. */
  readonly before: readonly string[];
  /** Run once the tool has done its work. */
  readonly after: readonly string[];
}

const logins = "logins.sql";
const ledger = "ledger.sql";
const canary = "canary.sql";
const grants = "grants.sql";
const admit = "admit.sql";
const record = "record.sql";

/** Which roles a migration finds: those that its database has, of which it may have to make some. */
export interface MigratedRoles {
  /** Whether there are any beside the owner. */
  readonly separate: boolean;
  /** Whether the owner is a superuser and nobody else makes the others: in dev. */
  readonly made: boolean;
}

/** The roles of a system's database in an environment, as its migration finds them. */
export function migratedRoles(own: SystemEnvironment): MigratedRoles {
  const separate = databaseRoles(own).length > 1;
  return { separate, made: separate && own.secrets.kind === "generated" };
}

/**
 * The role that a migration waits for, where it does not make it: the application's login that services go by next. By which they come
 * to somebody else's database stands in an address that a person has written, so there it is the role that rights are given to.
 */
export function awaitedRole(own: SystemEnvironment): Pick<PsqlSteps, "awaited"> {
  const { separate, made } = migratedRoles(own);
  const name = loginNames[isWritten(own) ? "application" : loginInForce(own, "application")];
  return separate && !made ? { awaited: { name, letIn: !isWritten(own) } } : {};
}

/** What the platform runs around every migration, and what the system's own tool needs before it. */
export function migrationStatements(
  { bootstrap }: Pick<Migration, "bootstrap">,
  roles: MigratedRoles,
): MigrationStatements {
  const own = bootstrap.map((path) => [
    path.replaceAll("/", "-"),
    readFileSync(new URL(`../../../systems/${path}`, import.meta.url), "utf8"),
  ]);
  const before = [
    ...(roles.made ? [logins] : []),
    ledger,
    canary,
    ...(roles.separate ? [grants] : []),
    admit,
  ];
  const platform = [...before, record].map((file) => [
    file,
    file === canary ? canaryStatements : readFileSync(new URL(file, import.meta.url), "utf8"),
  ]);
  return {
    files: Object.fromEntries([...platform, ...own]) as Readonly<Record<string, string>>,
    before: [...before, ...own.map(([file = ""]) => file)],
    after: [record],
  };
}

/**
 * What a release is told by in the ledger: each image whose containers work on the database, with its digest, or, where
 * dev names none, with its tag.
 */
export function ledgerEntry({ system, images }: SystemEnvironment): Readonly<Record<string, string>> {
  const used = runnablesOf(system).flatMap(({ runnable }) =>
    "uses" in runnable && runnable.uses.database ? [runnable.image] : [],
  );
  return Object.fromEntries(
    [...new Set(used)].sort().map((name) => {
      const image = images.get(name);
      if (!image) throw new TypeError(`validation let the undeclared image ${name} through`);
      return [name, image.digest?.text ?? image.toString()];
    }),
  );
}
