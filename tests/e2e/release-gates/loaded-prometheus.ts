import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { runFrom } from "../../../toolchain/cluster/debian.ts";
import { end, freePort } from "../backup/child-process.ts";
import { prometheusPackage } from "../controllers/prometheus/prometheus.ts";
import { openMetrics, type PastSeries } from "./open-metrics.ts";

/** What it may take Prometheus to read its blocks, and to evaluate rules for the first time. */
const patience = 30_000;

/** Debian's Prometheus on this machine, with rules and with a past. */
export class LoadedPrometheus {
  readonly address: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(address: string, process: ChildProcess, folder: string) {
    this.address = address;
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts it, with series that end now: of what is older than its last block, it would take nothing that rules record. */
  static async start(rules: readonly RuleSpec[], past: readonly PastSeries[]): Promise<LoadedPrometheus> {
    const root = await prometheusPackage();
    const env = { ...process.env, ...runFrom(root) };
    const folder = mkdtempSync(join(tmpdir(), "slipway-gates-"));
    const inFolder = (name: string): string => join(folder, name);
    mkdirSync(inFolder("data"));
    writeFileSync(inFolder("past.txt"), openMetrics(past, Math.floor(Date.now() / 1000)));
    execFileSync(
      join(root, "usr/bin/promtool"),
      ["tsdb", "create-blocks-from", "openmetrics", "--quiet", inFolder("past.txt"), inFolder("data")],
      { env, stdio: ["ignore", "ignore", "pipe"] },
    );
    const files = rules.map((spec, index) => {
      writeFileSync(inFolder(`rules-${index}.json`), JSON.stringify(spec));
      return `rules-${index}.json`;
    });
    writeFileSync(inFolder("prometheus.json"), JSON.stringify({ rule_files: files }));
    const listens = `127.0.0.1:${await freePort()}`;
    const log = openSync(inFolder("log"), "w");
    const child = spawn(
      join(root, "usr/bin/prometheus"),
      [
        `--config.file=${inFolder("prometheus.json")}`,
        `--storage.tsdb.path=${inFolder("data")}`,
        "--storage.tsdb.retention.time=60d",
        `--web.listen-address=${listens}`,
      ],
      { env, stdio: ["ignore", log, log] },
    );
    const started = new LoadedPrometheus(`http://${listens}`, child, folder);
    await started.#until((address) => fetch(`${address}/-/ready`).then(({ ok }) => ok));
    return started;
  }

  /** Waits until a query comes to so many series. */
  async hasSeries(query: string, count: number): Promise<void> {
    await this.#until(async (address) => {
      const answer = await fetch(`${address}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
      const { data } = (await answer.json()) as { data?: { result: readonly unknown[] } };
      return data?.result.length === count;
    });
  }

  async stop(): Promise<void> {
    await end(this.#process, "SIGTERM");
    rmSync(this.#folder, { recursive: true });
  }

  async #until(isSo: (address: string) => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await isSo(this.address).catch(() => false))) {
      if (Date.now() > deadline || this.#process.exitCode !== null)
        throw new Error(`Prometheus did not get there:\n${readFileSync(join(this.#folder, "log"), "utf8")}`);
      await sleep(100);
    }
  }
}
