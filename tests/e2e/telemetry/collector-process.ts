import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { collectorPorts } from "../../../components/observability/telemetry/collector-part.ts";
import type { OtelConfiguration } from "../../../components/observability/telemetry/otel-configuration.ts";
import { goProgram } from "../go-program.ts";

const READY_WITHIN_MS = 60_000;

/** The real collector, with just the components that our configurations name. @returns Its path. */
export const collectorProgram = (): Promise<string> =>
  goProgram("otel-collector", fileURLToPath(new URL("collector", import.meta.url)));

/** Where a collector of a test listens, all on loopback. */
export type CollectorPorts = Readonly<Record<"otlp" | "health" | "own" | "counts", number>>;

/** Ports that nobody has. */
export async function freePorts(): Promise<CollectorPorts> {
  const [otlp = 0, health = 0, own = 0, counts = 0] = await Promise.all(
    Array.from({ length: 4 }, () => freePort()),
  );
  return { otlp, health, own, counts };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });

/** A collector that runs until it is stopped. */
export interface RunningCollector {
  /** What it has said. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts a collector and waits until it says that it is well. */
export async function startCollector(
  configuration: OtelConfiguration,
  ports: CollectorPorts,
  env: Readonly<Record<string, string>>,
): Promise<RunningCollector> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-collector-"));
  const file = join(folder, "collector.json");
  writeFileSync(file, onLoopback(configuration, ports));
  const child = spawn(await collectorProgram(), [`--config=${file}`], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => said.push(text.toString()));
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      resolve();
    }),
  );
  const log = (): string => said.join("");
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  try {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await isWell(ports))) {
      if (child.exitCode !== null) throw new Error(`The collector ended by itself:\n${log()}`);
      if (performance.now() > deadline) throw new Error(`The collector does not get well:\n${log()}`);
      await sleep(100);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { log, stop };
}

const isWell = ({ health }: CollectorPorts): Promise<boolean> =>
  fetch(`http://127.0.0.1:${health}/`).then(
    ({ ok }) => ok,
    () => false,
  );

/** The configuration as it is, but for where it listens. */
function onLoopback(configuration: OtelConfiguration, ports: CollectorPorts): string {
  const listening = Object.entries(collectorPorts).reduce(
    (text, [name, port]) =>
      text.replaceAll(`"0.0.0.0:${port}"`, `"127.0.0.1:${ports[name as keyof CollectorPorts]}"`),
    JSON.stringify(configuration),
  );
  return listening.replace(
    `"host":"0.0.0.0","port":${collectorPorts.own}`,
    `"host":"127.0.0.1","port":${ports.own}`,
  );
}
