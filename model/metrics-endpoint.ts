import { mebibytes } from "./quantities/bytes.ts";
import type { Runnable } from "./runnable.ts";
import { type ScratchFolder, scratch } from "./size.ts";
import type { System } from "./system.ts";

/** Where every HTTP service shows its metrics to Prometheus, on the port that it serves on. Never to the internet. */
export const metricsPath = "/metrics";

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
