import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

/** A session of psql that stays open, so that it can hold what another one waits for. */
export class Session {
  readonly #process: ChildProcessWithoutNullStreams;
  #said = "";
  #asked = 0;

  constructor(psql: string, address: string, variables: Readonly<Record<string, string>> = {}) {
    // What it selects and what it refuses come by one way, so that they come in order.
    const one = ["-c", 'exec "$0" "$@" 2>&1', psql];
    const args = ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", address];
    this.#process = spawn("/bin/sh", [...one, ...args], { env: { ...variables } });
    this.#process.stdout.on("data", (chunk: Buffer) => (this.#said += chunk.toString()));
  }

  /** Runs a statement, and answers what it selected, or was refused with. */
  async ask(statement: string): Promise<string> {
    this.#asked += 1;
    const end = `end of ${this.#asked}`;
    const before = this.#said.length;
    this.#process.stdin.write(`${statement};\n\\echo ${end}\n`);
    while (!this.#said.includes(end)) await once(this.#process.stdout, "data");
    return this.#said.slice(before).replace(end, "").trim();
  }

  async close(): Promise<void> {
    const gone = once(this.#process, "exit");
    this.#process.stdin.end();
    await gone;
  }
}
