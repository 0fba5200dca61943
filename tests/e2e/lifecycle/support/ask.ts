import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { insideCluster } from "../../../../toolchain/cluster/cluster.ts";
import type { Suite } from "./suite.ts";

/** A request from inside the cluster's network. */
export interface Question {
  readonly url: string;
  /** @default GET */
  readonly method?: string;
  /** `<address>:<port>`. @default where the URL says */
  readonly connect?: string;
  /** The address to ask from. @default one of the machine's */
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of a body of zeros, in place of `body`. */
  readonly bodySize?: number;
  /** The newest version of TLS that the client speaks. @default all */
  readonly newestTls?: "1.0" | "1.1" | "1.2";
}

/** What came of it. A redirect is an answer, and is not followed. */
export interface Reply {
  /** 0 where nobody answered. */
  readonly status: number;
  /** By canonical name, as in `Content-Type`; one value for each time that it was sent. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  /** The certificate was verified for the URL's name. Nothing where the connection was a plain one. */
  readonly tls?: { readonly version: string; readonly names: readonly string[] };
  readonly seconds: number;
  /** Why nobody answered. */
  readonly error?: string;
}

export interface AskOptions {
  /** Path of the certificate, PEM, that servers' own must be signed by. */
  readonly authority?: string;
  /** How many requests are open at a time. @default 1 */
  readonly atOnce?: number;
  /** Seconds that one may take. @default 10 */
  readonly within?: number;
}

/** Asks in the order given, each on a connection of its own, and answers in the same order. */
export async function ask(
  { cluster, program }: Pick<Suite, "cluster" | "program">,
  questions: readonly Question[],
  { authority, atOnce = 1, within = 10 }: AskOptions = {},
): Promise<readonly Reply[]> {
  const [command = "", ...args] = insideCluster(cluster, [
    program,
    "ask",
    `--at-once=${atOnce}`,
    `--timeout=${within}s`,
    ...(authority === undefined ? [] : [`--ca=${authority}`]),
  ]);
  const child = spawn(command, args, { stdio: "pipe" });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  child.stdin.end(JSON.stringify(questions));
  const [answers, said, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`asking ended with ${code ?? "a signal"}: ${said}`);
  return JSON.parse(answers) as Reply[];
}
