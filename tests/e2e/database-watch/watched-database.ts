import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { end } from "../backup/child-process.ts";
import { databasePassword, PostgresServer } from "../backup/postgres-server.ts";
import { PlayedExporter } from "./played-exporter.ts";
import { providePostgres } from "./provide-postgres.ts";

/** What a stack says about a cluster, as far as the server and its exporter go by it. */
export interface RenderedCluster {
  readonly parameters: Readonly<Record<string, string>>;
  /** Content of the ConfigMap. */
  readonly queries: string;
}

/** The application's database on a real server, and the exporter beside it. */
export class WatchedDatabase {
  readonly server: PostgresServer;
  readonly exporter: PlayedExporter;
  readonly #programs: string;
  readonly #folder: string;
  readonly #sessions: ChildProcess[] = [];

  private constructor(server: PostgresServer, programs: string, folder: string, queries: string) {
    this.server = server;
    this.#programs = programs;
    this.#folder = folder;
    this.exporter = new PlayedExporter(join(programs, "psql"), this.#address("metrics", "app"), queries);
  }

  /** With the settings that a stack gives, and what the operator adds because of them. */
  static async start({ parameters, queries }: RenderedCluster): Promise<WatchedDatabase> {
    const programs = await providePostgres();
    const folder = mkdtempSync(join(tmpdir(), "slipway-watch-"));
    chmodSync(folder, 0o755);
    const server = await PostgresServer.start(programs, join(folder, "postgres"));
    // A setting of a library that is not loaded yet could not be made.
    await server.set({
      archive_mode: "on",
      archive_command: "true",
      shared_preload_libraries: "pg_stat_statements",
    });
    await server.set(parameters);
    server.query(
      "postgres",
      "create role app login",
      `alter role app password '${databasePassword}'`,
      "create database app owner app",
      "create database empty",
      `create role metrics login password '${databasePassword}'`,
      "grant pg_monitor to metrics",
    );
    server.query("app", "create extension pg_stat_statements");
    return new WatchedDatabase(server, programs, folder, queries);
  }

  async stop(): Promise<void> {
    await this.endSessions();
    await this.server.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The exporter at a database that nothing was made in. */
  exporterOfEmpty(): PlayedExporter {
    return this.exporter.at(this.#address("metrics", "empty"));
  }

  /** Statements of the superuser, in the application's database. */
  run(...statements: readonly string[]): string {
    return this.server.query("app", ...statements);
  }

  /** Opens a session of the application, which runs statements and psql's own commands, and then stays open. */
  open(...statements: readonly string[]): void {
    const session = spawn(
      join(this.#programs, "psql"),
      ["--no-psqlrc", "--quiet", "--tuples-only", this.#address("app", "app")],
      { env: { PATH: process.env["PATH"] }, stdio: ["pipe", "ignore", "inherit"] },
    );
    // One that is ended in the middle of a statement.
    session.stdin.on("error", () => undefined);
    session.stdin.write(
      statements.map((each) => (each.startsWith("\\") ? `${each}\n` : `${each};\n`)).join(""),
    );
    this.#sessions.push(session);
  }

  async endSessions(): Promise<void> {
    for (const session of this.#sessions.splice(0)) await end(session, "SIGKILL");
    this.server.query(
      "postgres",
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app'",
    );
  }

  /** The one value of a metric. @throws Error when there is none, or more than one. */
  value(metric: string, labels: Readonly<Record<string, string>> = {}): number {
    const found = this.samples(metric).filter((sample) =>
      Object.entries(labels).every(([name, value]) => sample.labels[name] === value),
    );
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) throw new Error(`${metric} has ${found.length} values`);
    return only.value;
  }

  samples(metric: string) {
    return this.exporter.scrape().get(`cnpg_slipway_${metric}`) ?? [];
  }

  #address(user: string, database: string): string {
    return this.server.address(database).replace("//postgres:", `//${user}:`);
  }
}
