import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { DatabaseInstance } from "./database-instance.ts";

/** A row, and when it was written. */
export interface Entry {
  readonly id: number;
  readonly at: Date;
}

const fields = "id, extract(epoch from at)";

/** Statements about a table whose rows say when they were written. */
export const ledger = {
  create: `create table ledger (id bigint generated always as identity primary key, what text not null,
    at timestamptz not null default clock_timestamp())`,
  add: (what: string, rows = 1): string =>
    `insert into ledger (what) select '${what}' from generate_series(1, ${rows})`,
  /** What is in it, and how often. */
  contents: "select what, count(*) from ledger group by what order by what",
  newest: (instance: DatabaseInstance): Entry =>
    entryOf(instance.query(`select ${fields} from ledger order by id desc limit 1`)),
} as const;

/** Somebody who writes a row fifty times a second, and remembers the last one that was confirmed. */
export class Writer {
  readonly #client: ChildProcess;
  #confirmed = "";

  constructor(instance: DatabaseInstance) {
    this.#client = instance.client(
      `insert into ledger (what) values ('stream') returning ${fields}\n\\watch 0.02\n`,
    );
    let text = "";
    this.#client.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      this.#confirmed = text.match(/^\d+\|[\d.]+$/gm)?.at(-1) ?? this.#confirmed;
      text = text.slice(text.lastIndexOf("\n") + 1);
    });
  }

  /** Waits until it has lost its server. */
  async lost(): Promise<Entry> {
    if (this.#client.exitCode === null) await once(this.#client, "close");
    return entryOf(this.#confirmed);
  }
}

function entryOf(line: string): Entry {
  const [id, seconds] = line.split("|").map(Number);
  if (id === undefined || seconds === undefined) throw new Error(`"${line}" is no row of the ledger`);
  return { id, at: new Date(seconds * 1000) };
}
