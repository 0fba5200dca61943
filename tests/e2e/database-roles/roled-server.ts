import { execFile, execFileSync } from "node:child_process";
import { expect } from "vitest";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import type { ManagedRole } from "../../../components/data/managed-roles.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { type DatabaseRole, roleNames } from "../../../model/database-role.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { databasePassword } from "../backup/postgres-server.ts";
import { MigrationRig } from "../migrations/rig.ts";
import type { Session } from "../migrations/session.ts";
import { roleStatements } from "../operators/cloudnative-pg/managed-roles.ts";
import { releaseOf } from "./release.ts";

/** A real PostgreSQL with the roles that a stack declares to the operator, and a migration before each of its databases. */
export class RoledServer {
  readonly #rig: MigrationRig;
  #made = 0;

  private constructor(rig: MigrationRig) {
    this.#rig = rig;
  }

  /** @param system Whose migration it is. @default odd-scenes */
  static async start(system = "odd-scenes"): Promise<RoledServer> {
    const server = new RoledServer(await MigrationRig.start(system));
    server.ask("postgres", `create role ${roleNames.owner} login password '${databasePassword}'`);
    for (const time of [1, 2])
      for (const role of declaredRoles(system))
        server.ask("postgres", ...roleStatements(role, time === 1 ? databasePassword : undefined));
    return server;
  }

  /** The address of a database as a role has it. */
  addressOf = (role: DatabaseRole, database: string): string =>
    this.#rig.addressAs(roleNames[role], database);

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
  as = (role: DatabaseRole, database: string, statement: string): Promise<string> =>
    this.#rig.tell(roleNames[role], database, statement);

  /** A session of a role that stays open. */
  open = (role: DatabaseRole, database: string): Session => this.#rig.open(database, roleNames[role]);

  /** What runs before a migration's own tool, as the owner. */
  admit = (database: string, digit: string): ReturnType<MigrationRig["admitAt"]> =>
    this.#rig.admitAt(this.#rig.addressAs(roleNames.owner, database), releaseOf(digit));

  /** Runs one of PostgreSQL's programs as a role. @throws Error with what it said. */
  run = (
    program: string,
    role: DatabaseRole,
    database: string,
    args: readonly string[],
    input?: Buffer,
  ): Buffer =>
    execFileSync(
      this.#rig.program(program),
      [...args, `--dbname=${this.#rig.addressAs(roleNames[role], database)}`],
      { ...(input && { input }), stdio: ["pipe", "pipe", "pipe"], maxBuffer: 64 << 20 },
    );

  /** Has a role run statements over and over, in a session of its own each time, until it is told to stop. */
  insist(role: DatabaseRole, database: string, ...statements: readonly string[]): () => Promise<void> {
    const stop = new AbortController();
    const args = ["--no-psqlrc", "--quiet", ...statements.map((each) => `--command=${each}`)];
    const address = this.#rig.addressAs(roleNames[role], database);
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
  async expectUsable(database: string, table: string): Promise<void> {
    const ask = (statement: string): Promise<string> => this.as("application", database, statement);
    expect(await ask(`insert into ${table} (word) values ('new') returning word`), table).toBe("new");
    expect(await ask(`update ${table} set word = 'newer' where word = 'new'`), table).toBe("");
    expect(await ask(`select count(*) from ${table} where word = 'newer'`), table).toBe("1");
    expect(await ask(`delete from ${table} where word = 'newer'`), table).toBe("");
  }
}

function declaredRoles(system: string): readonly ManagedRole[] {
  const database = clusteredDatabase(realEnvironment("staging"), realSystem("staging", system));
  if (!database) throw new Error(`${system} has no cluster in staging`);
  const { managed } = postgresClusterSpec(database, {
    ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
    roleSecrets: { application: "application", "read-only": "read-only" },
  });
  return managed?.roles ?? [];
}
