import type { Port } from "./port.ts";
import { mebibytes } from "./quantities/bytes.ts";
import type { Runnable } from "./runnable.ts";
import { type ScratchFolder, scratch } from "./size.ts";
import type { System } from "./system.ts";

/** Where every program shows its metrics to Prometheus. Never to the internet. */
export const metricsPath = "/metrics";

/** The variable by which a worker learns the port to show them on. */
export const metricsPortVariable = "METRICS_PORT";

/** A port of a container at which metrics are asked for. */
export interface MetricsEndpoint {
  /** What the port is called in the container. */
  readonly name: "http" | "metrics";
  readonly port: Port;
}

/** Where a program shows its metrics: on the port that it serves on, or that a worker declares. Nowhere, for what shows none. */
export function metricsEndpoint(program: Runnable): MetricsEndpoint | undefined {
  if (program.kind === "http-service") return { name: "http", port: program.port };
  if (program.kind === "worker" || program.kind === "singleton")
    return program.metrics && { name: "metrics", port: program.metrics };
  return undefined;
}

/** The variable by which Python's Prometheus client learns where its processes put their metrics together. */
export const sharedMetricsVariable = "PROMETHEUS_MULTIPROC_DIR";

/** Where they do. */
export const sharedMetricsFolder: ScratchFolder = scratch("/run/metrics", mebibytes(64));

/**
 * Whether a service's processes answer for each other at the metrics path through a shared folder. In Python each process
 * counts by itself, and Prometheus, which reaches one of them by chance, would see a counter jump back and forth. In Node
 * the first process gathers the others' metrics, which is for its code to do.
 */
export const sharesMetrics = ({ images }: Pick<System, "images">, service: Runnable): boolean =>
  service.kind === "http-service" && service.processes > 1 && images[service.image]?.runtime === "python";
