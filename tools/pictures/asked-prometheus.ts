import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { debianPackages } from "../../toolchain/cluster/debian.ts";

/** What Prometheus answers to one query. */
export interface Answer {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value then. */
  readonly points: readonly (readonly [number, number])[];
}

/** A time that is looked at, in seconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A Prometheus that knows what is made up, and nothing else. */
export interface AskedPrometheus {
  over(query: string, span: Span): Promise<readonly Answer[]>;
}

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/**
 * Asks Debian's Prometheus about series of the past.
 * @param openMetrics The series, as text with times.
 * @throws Error with what it says when it can't read the series or a query.
 */
export async function withPrometheus<T>(
  openMetrics: string,
  use: (prometheus: AskedPrometheus) => Promise<T>,
): Promise<T> {
  const programs = join(await debianPackages(["prometheus"]), "usr/bin");
  const folder = mkdtempSync(join(tmpdir(), "slipway-pictures-"));
  const [text, data, configuration] = ["series", "data", "prometheus.yml"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(text, openMetrics);
  writeFileSync(configuration, "{}\n");
  const port = await freePort();
  let stop = (): void => undefined;
  try {
    const command = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", text, data];
    execFileSync(join(programs, "promtool"), command, { stdio: ["ignore", "ignore", "pipe"] });
    const server = spawn(
      join(programs, "prometheus"),
      [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${data}`,
        "--storage.tsdb.retention.time=100y",
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    stop = () => void server.kill();
    const address = `http://127.0.0.1:${port}`;
    await untilReady(address);
    return await use({ over: (query, span) => ask(address, query, span) });
  } finally {
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === "object" && address) resolve(address.port);
      });
    });
  });

async function untilReady(address: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const ready = await fetch(`${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await wait(200);
  }
  throw new Error("Prometheus did not start within 30 s");
}

async function ask(address: string, query: string, { from, to, step }: Span): Promise<readonly Answer[]> {
  const body = new URLSearchParams({ query, start: String(from), end: String(to), step: String(step) });
  const response = await fetch(`${address}/api/v1/query_range`, { method: "POST", body });
  const answer = (await response.json()) as {
    readonly error?: string;
    readonly data?: { readonly result: readonly Result[] };
  };
  if (!answer.data) throw new Error(`${answer.error ?? "no answer"}: ${query}`);
  return answer.data.result.map(({ metric, values }) => ({
    labels: metric,
    points: values
      .map(([time, value]) => [time, Number(value)] as const)
      .filter(([, value]) => Number.isFinite(value)),
  }));
}
