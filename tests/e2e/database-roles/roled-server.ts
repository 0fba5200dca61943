import { execFile, execFileSync } from "node:child_process";
import { expect } from "vitest";
import { clusterSecrets } from "../../../components/data/cluster-secrets.ts";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import type { ManagedRole } from "../../../components/data/managed-roles.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import {
  type ApplicationLogin,
  type DatabaseLogin,
  loginNames,
  usualLogins,
} from "../../../model/database-login.ts";
import { roleNames } from "../../../model/database-role.ts";
import { loginPasswords } from "../../../model/secret-names.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { databasePassword } from "../backup/postgres-server.ts";
import { MigrationRig } from "../migrations/rig.ts";
import type { Session } from "../migrations/session.ts";
import { roleStatements } from "../operators/cloudnative-pg/managed-roles.ts";
import { releaseOf } from "./release.ts";

/** A real PostgreSQL with the roles that a stack declares to the operator, and a migration before each of its databases. */
export class RoledServer {
  readonly #rig: MigrationRig;
  readonly #system: string;
  #made = 0;

  private constructor(rig: MigrationRig, system: string) {
    this.#rig = rig;
    this.#system = system;
  }

  /** @param system Whose migration it is. @default odd-scenes */
  static async start(system = "odd-scenes"): Promise<RoledServer> {
    const server = new RoledServer(await MigrationRig.start(system), system);
    server.ask("postgres", `create role ${roleNames.owner} login password '${databasePassword}'`);
    for (const time of [1, 2])
      for (const role of declaredRoles(system))
        server.ask("postgres", ...roleStatements(role, time === 1 ? databasePassword : undefined));
    return server;
  }

  /** The address of a database as a login has it. */
  addressOf = (login: DatabaseLogin, database: string): string =>
    this.#rig.addressAs(loginNames[login], database);

  /** Has the stack let these of the application's logins in, and its operator make them so. */
  letIn(...logins: readonly ApplicationLogin[]): void {
    this.#rig.letIn(...logins);
    for (const role of declaredRoles(this.#system, logins))
      this.ask("postgres", ...roleStatements(role, role.login ? databasePassword : undefined));
  }

  stop = (): Promise<void> => this.#rig.stop();

  /** Makes an empty database as the operator does. */
  newDatabase(): string {
    this.#made += 1;
    const name = `odd_${this.#made}`;
    this.ask("postgres", `create database ${name} owner ${roleNames.owner}`);
    return name;
  }

  /** Asks as the superuser. */
  ask = (database: string, ...statements: readonly string[]): string =>
    this.#rig.postgres.query(database, ...statements);

  /** What a role is told about a statement: what it selects, or why it is refused. */
  as = (login: DatabaseLogin, database: string, statement: string): Promise<string> =>
    this.#rig.tell(loginNames[login], database, statement);

  /** A session of a role that stays open. */
  open = (login: DatabaseLogin, database: string): Session => this.#rig.open(database, loginNames[login]);

  /** What runs before a migration's own tool, as the owner. */
  admit = (database: string, digit: string): ReturnType<MigrationRig["admitAt"]> =>
    this.#rig.admitAt(this.#rig.addressAs(roleNames.owner, database), releaseOf(digit));

  /** Runs one of PostgreSQL's programs as a role. @throws Error with what it said. */
  run = (
    program: string,
    login: DatabaseLogin,
    database: string,
    args: readonly string[],
    input?: Buffer,
  ): Buffer =>
    execFileSync(
      this.#rig.program(program),
      [...args, `--dbname=${this.#rig.addressAs(loginNames[login], database)}`],
      { ...(input && { input }), stdio: ["pipe", "pipe", "pipe"], maxBuffer: 64 << 20 },
    );

  /** Has a role run statements over and over, in a session of its own each time, until it is told to stop. */
  insist(login: DatabaseLogin, database: string, ...statements: readonly string[]): () => Promise<void> {
    const stop = new AbortController();
    const args = ["--no-psqlrc", "--quiet", ...statements.map((each) => `--command=${each}`)];
    const address = this.#rig.addressAs(loginNames[login], database);
    const loop = (async () => {
      while (!stop.signal.aborted)
        await new Promise((ended) => execFile(this.#rig.program("psql"), [...args, address], ended));
    })();
    return () => {
      stop.abort();
      return loop;
    };
  }

  /** The application reads and writes a table with a word in each row, by each statement that a service has. */
  async expectUsable(database: string, table: string, login: DatabaseLogin = "application"): Promise<void> {
    const ask = (statement: string): Promise<string> => this.as(login, database, statement);
    expect(await ask(`insert into ${table} (word) values ('new') returning word`), table).toBe("new");
    expect(await ask(`update ${table} set word = 'newer' where word = 'new'`), table).toBe("");
    expect(await ask(`select count(*) from ${table} where word = 'newer'`), table).toBe("1");
    expect(await ask(`delete from ${table} where word = 'newer'`), table).toBe("");
  }
}

function declaredRoles(system: string, applicationLogins = usualLogins): readonly ManagedRole[] {
  const own = { ...realSystem("staging", system), applicationLogins };
  if (own.secrets.kind === "generated") throw new Error("staging makes up no secret");
  // Whichever version it is.
  const versions = new Map([...own.secrets.versions, ...Object.values(loginPasswords).map(inFirstVersion)]);
  const { roleSecrets } = clusterSecrets({ ...own, secrets: { ...own.secrets, versions } }, "first");
  const database = clusteredDatabase(realEnvironment("staging"), own);
  if (!database) throw new Error(`${system} has no cluster in staging`);
  const { managed } = postgresClusterSpec(database, {
    ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
    ...(roleSecrets && { roleSecrets }),
  });
  return managed?.roles ?? [];
}

const inFirstVersion = (secret: string): readonly [string, string] => [secret, "1"];
