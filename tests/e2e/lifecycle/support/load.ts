import { onTestFinished } from "vitest";
import { insideCluster } from "../../../../toolchain/cluster/cluster.ts";
import { startCommand, type TimedResult } from "./command.ts";
import type { Suite } from "./suite.ts";

/** What became of a load, as the program that makes it prints it. */
export interface LoadSummary {
  readonly requests: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly milliseconds: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Requests answered by each version of the image. */
  readonly versions: Readonly<Record<string, number>>;
  /** Second by second, when that was asked for. */
  readonly timeline?: readonly Second[];
}

/** What became of the requests that started within one second. */
export interface Second {
  /** In seconds since 1970. */
  readonly at: number;
  readonly requests: number;
  readonly failed: number;
  readonly versions: Readonly<Record<string, number>>;
}

/** What a load is put on, and how. */
export interface LoadOptions {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  /** Each with a connection of its own. @default 8 */
  readonly clients?: number;
  /** `<address>:<port>`. @default where the URL says */
  readonly connect?: string;
  /** Path of the certificate, PEM, that servers' own must be signed by. */
  readonly authority?: string;
  /** Whether each second is told of by itself as well. @default false */
  readonly timeline?: boolean;
}

/** A load that is being made. */
export interface RunningLoad {
  /** Ends it in order, and tells what became of it. */
  stop(): Promise<LoadSummary>;
  /** Ends it at once. */
  readonly kill: () => void;
}

/**
 * Puts a steady load on an address inside the cluster until it is stopped, at the latest with the test that starts it.
 * Requests are counted also when they fail.
 */
export function startLoad(suite: Pick<Suite, "cluster" | "program">, options: LoadOptions): RunningLoad {
  const load = startLastingLoad(suite, options);
  // A failed expectation must not leave it running into the next scenario.
  onTestFinished(load.kill);
  return load;
}

/** A load that outlasts its test: whoever starts it sees to its end. */
export function startLastingLoad(
  { cluster, program }: Pick<Suite, "cluster" | "program">,
  { url, rate, clients = 8, connect, authority, timeline = false }: LoadOptions,
): RunningLoad {
  const [command = "", ...args] = insideCluster(cluster, [
    program,
    "load",
    `--url=${url}`,
    `--rate=${rate}`,
    `--clients=${clients}`,
    "--duration=0s",
    "--json",
    ...(connect === undefined ? [] : [`--connect=${connect}`]),
    ...(authority === undefined ? [] : [`--ca=${authority}`]),
    ...(timeline ? ["--timeline"] : []),
  ]);
  const running = startCommand(command, args, {});
  return {
    kill: running.kill,
    async stop() {
      running.interrupt();
      const { output, exitCode } = await running.result;
      if (exitCode !== 0) throw new Error(`the load ended with ${exitCode}: ${output}`);
      return JSON.parse(output.slice(output.indexOf("{"))) as LoadSummary;
    },
  };
}

/** Gets a URL once, from inside the cluster, by its DNS. */
export async function get({ cluster, program, clients }: Suite, url: string): Promise<TimedResult> {
  const { spec } = await clients.core.readNamespacedService({ namespace: "kube-system", name: "kube-dns" });
  const [command = "", ...args] = insideCluster(cluster, [
    program,
    "get",
    `--dns=${spec?.clusterIP ?? ""}:53`,
    url,
  ]);
  return startCommand(command, args, {}).result;
}
