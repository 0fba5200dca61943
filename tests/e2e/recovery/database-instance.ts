import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, globSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { end, freePort } from "../backup/child-process.ts";
import { databasePassword } from "../backup/postgres-server.ts";
import { give, serverUser } from "../backup/unprivileged.ts";
import { killTree } from "./process-tree.ts";

/** What the server is told beside its port: names and values of its settings. */
export type Settings = Readonly<Record<string, string>>;

/** A PostgreSQL on data that may come from a backup, and that may be killed at any time. */
export class DatabaseInstance {
  readonly port: number;
  /** Where its data lies. */
  readonly data: string;
  readonly #programs: string;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  private constructor(
    programs: string,
    folder: string,
    environment: Readonly<Record<string, string>>,
    port: number,
  ) {
    this.port = port;
    this.data = join(folder, "data");
    this.#programs = programs;
    this.#folder = folder;
    this.#environment = { PATH: process.env["PATH"], ...environment };
  }

  /**
   * @param folder Of its own, and empty.
   * @param environment What the programs find that it archives and restores with.
   */
  static async in(
    programs: string,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<DatabaseInstance> {
    mkdirSync(folder);
    give(folder, serverUser);
    return new DatabaseInstance(programs, folder, environment, await freePort());
  }

  /** Makes an empty database. */
  initialize(): void {
    const password = join(this.#folder, "password");
    writeFileSync(password, databasePassword);
    give(password, serverUser);
    execFileSync(
      join(this.#programs, "initdb"),
      [
        ...["--pgdata", this.data, "--username=postgres", `--pwfile=${password}`, "--no-sync"],
        ...["--auth=scram-sha-256", "--no-locale", "--encoding=UTF8"],
      ],
      { ...serverUser, cwd: this.#folder, stdio: ["ignore", "ignore", "pipe"] },
    );
  }

  /** Has it begin by a recovery. */
  recoverFirst(): void {
    const signal = join(this.data, "recovery.signal");
    writeFileSync(signal, "");
    give(signal, serverUser);
  }

  /** Starts it, and does not wait. The settings replace those that a backup brings along. */
  start(settings: Settings): void {
    const own = {
      ...settings,
      port: String(this.port),
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      // A killed process loses nothing that it has written; only a power cut would.
      fsync: "off",
    };
    const lines = Object.entries(own).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    const file = join(this.data, "postgresql.auto.conf");
    writeFileSync(file, lines.join(""));
    give(file, serverUser);
    const log = openSync(join(this.#folder, "log"), "a");
    this.#process = spawn(join(this.#programs, "postgres"), ["-D", this.data], {
      ...serverUser,
      cwd: this.#folder,
      env: this.#environment,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
  }

  /** Waits until rows can be written. @throws Error with what it said last, when it ended before. */
  async opened(): Promise<void> {
    while (!this.ended) {
      if (this.#isOpen()) return;
      await sleep(300);
    }
    throw new Error(this.lastSaid());
  }

  /** Runs statements, and answers what they select: a line a row, fields separated by a bar. */
  query(...statements: readonly string[]): string {
    return execFileSync(join(this.#programs, "psql"), this.#clientArguments(statements), {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Starts a client that reads its statements from a text. */
  client(statements: string): ChildProcess {
    const file = join(this.#folder, "statements.sql");
    writeFileSync(file, statements);
    return spawn(join(this.#programs, "psql"), [...this.#clientArguments([]), "--file", file], {
      stdio: ["ignore", "pipe", "ignore"],
    });
  }

  /** Files of the log that wait for the archive. */
  waitingForArchive(): string[] {
    const names = globSync("pg_wal/archive_status/*.ready", { cwd: this.data });
    return names.flatMap((path) => /([0-9A-F]{24})\.ready$/.exec(path)?.[1] ?? []);
  }

  get ended(): boolean {
    return (
      this.#process === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null
    );
  }

  /** The end of its log, without what it said to those who asked whether it is open. */
  lastSaid(): string {
    const lines = readFileSync(join(this.#folder, "log"), "utf8").split("\n");
    return lines
      .filter((line) => !/starting up|not yet accepting|not been yet reached/.test(line))
      .slice(-40)
      .join("\n");
  }

  /** Kills it, and all that it has started. */
  async kill(): Promise<void> {
    if (this.#process?.pid === undefined || this.ended) return;
    const gone = once(this.#process, "exit");
    killTree(this.#process.pid);
    await gone;
  }

  async stop(): Promise<void> {
    if (this.#process) await end(this.#process, "SIGINT");
  }

  #isOpen(): boolean {
    try {
      return this.query("select pg_is_in_recovery()") === "f";
    } catch {
      return false;
    }
  }

  #clientArguments(statements: readonly string[]): string[] {
    return [
      ...["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set=ON_ERROR_STOP=1"],
      ...statements.flatMap((each) => ["--command", each]),
      `postgresql://postgres:${databasePassword}@127.0.0.1:${this.port}/postgres?sslmode=disable`,
    ];
  }
}
