import { type CataloguedMetric, type Exporter, metricsShown } from "./catalogued-metric.ts";
import {
  blackbox,
  cadvisor,
  externalSecrets,
  kubelet,
  kubeStateMetrics,
  nodeExporter,
  podTarget,
  traefik,
} from "./cluster-exporters.ts";
import { barmanPlugin, cloudNativePg, pgbouncer, redisExporter } from "./data-exporters.ts";
import { backups, databaseWatch, programs } from "./own-metrics.ts";
import { collectorItself, countedLogLines } from "./telemetry.ts";

/** Prometheus itself: of each target that it asks, and of each alert. What else an alert's series carry, its rule says. */
const prometheus: Exporter = {
  name: "Prometheus",
  documentation: "https://prometheus.io/docs/concepts/jobs_instances/",
  target: [],
  counters: {},
  gauges: {
    up: podTarget,
    ALERTS: [
      "alertname",
      "alertstate",
      "severity",
      "system",
      "environment",
      "owner",
      "tier",
      "part",
      "namespace",
    ],
  },
};

/** Every exporter that panels and rules go by. */
export const exporters: readonly Exporter[] = [
  prometheus,
  programs,
  backups,
  databaseWatch,
  cloudNativePg,
  barmanPlugin,
  pgbouncer,
  redisExporter,
  traefik,
  kubeStateMetrics,
  cadvisor,
  kubelet,
  nodeExporter,
  externalSecrets,
  blackbox,
  collectorItself,
  countedLogLines,
];

/** Every metric that a panel or a rule may name, but for those that rules record. */
export const metricCatalogue: readonly CataloguedMetric[] = exporters.flatMap(metricsShown);
