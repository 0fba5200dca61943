import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { end, freePort, listening } from "./child-process.ts";
import { give, serverUser } from "./unprivileged.ts";

/** What every user of the server comes with. It must never show in what the backup program prints. */
export const databasePassword = "open-sesame-of-the-tests";

/** A real PostgreSQL on a loopback port, whose users need a password. */
export class PostgresServer {
  readonly port: number;
  readonly #programs: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
  }

  /** @param folder Of its own; what it keeps lies below. */
  static async start(programs: string, folder: string): Promise<PostgresServer> {
    mkdirSync(folder);
    give(folder, serverUser);
    const password = join(folder, "password");
    writeFileSync(password, databasePassword);
    give(password, serverUser);
    const server = new PostgresServer(programs, folder, await freePort());
    const args = ["--username=postgres", `--pwfile=${password}`, "--auth=scram-sha-256", "--no-locale"];
    execFileSync(
      join(programs, "initdb"),
      ["--pgdata", join(folder, "data"), "--encoding=UTF8", "--no-sync", ...args],
      { ...serverUser, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    await server.up();
    return server;
  }

  /** The address of a database as an application would have it. */
  address(database: string, password = databasePassword): string {
    return `postgresql://postgres:${password}@127.0.0.1:${this.port}/${database}?sslmode=disable`;
  }

  /** Runs statements, and answers what they select: a line a row, fields separated by a bar. */
  query(database: string, ...statements: readonly string[]): string {
    return execFileSync(
      join(this.#programs, "psql"),
      [
        ...["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set=ON_ERROR_STOP=1"],
        ...statements.flatMap((each) => ["--command", each]),
        this.address(database),
      ],
      { encoding: "utf8", env: { PATH: process.env["PATH"] }, stdio: ["ignore", "pipe", "pipe"] },
    ).trim();
  }

  async up(): Promise<void> {
    const log = openSync(join(this.#folder, "log"), "a");
    // What is kept here is thrown away soon, and need not outlive a power cut.
    const settings = [
      `port=${this.port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "fsync=off",
    ];
    this.#process = spawn(
      join(this.#programs, "postgres"),
      ["-D", join(this.#folder, "data"), ...settings.flatMap((each) => ["-c", each])],
      { ...serverUser, cwd: this.#folder, stdio: ["ignore", log, log] },
    );
    closeSync(log);
    await listening(this.port, this.#process, () =>
      readFileSync(join(this.#folder, "log"), "utf8").slice(-2000),
    );
    const deadline = performance.now() + 120_000;
    for (;;) {
      try {
        this.query("postgres", "select 1");
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }

  /** Sets it anew, and starts it again with that. */
  async set(parameters: Readonly<Record<string, string>>): Promise<void> {
    const settings = Object.entries(parameters).map(
      ([name, value]) => `alter system set ${name} = '${value}'`,
    );
    this.query("postgres", ...settings);
    await this.down();
    await this.up();
  }

  /** Ends it at once, as the loss of its node would. */
  async down(): Promise<void> {
    if (this.#process) await end(this.#process, "SIGQUIT");
  }
}
