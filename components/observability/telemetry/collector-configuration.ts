import type { SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { collectorPorts } from "./collector-part.ts";
import { logProcessors, structured, writer } from "./log-processors.ts";
import type { Components, OtelConfiguration } from "./otel-configuration.ts";
import { personalDataProcessors, personalDataSteps } from "./personal-data-processors.ts";
import { storeUrl, telemetryStores } from "./telemetry-stores.ts";
import { traceProcessors, traceSteps } from "./trace-processors.ts";

/** The counter of log lines, as Prometheus calls it. */
export const countedLines = "slipway_log_lines_total";

const anywhere = (port: number): string => `0.0.0.0:${port}`;

/** Where a collector hands things on to, by signal. */
export interface Destinations {
  readonly traces: Components[string];
  readonly logs: Components[string];
}

/** What a collector sends with: what can't be handed over waits in memory, five minutes at most, and is counted when it is lost. */
const patience = {
  sending_queue: { queue_size: 1000 },
  retry_on_failure: { max_elapsed_time: "5m" },
};

/**
 * Where a system's telemetry goes: its traces to the vendor that it declares, or with its logs into the cluster's own stores. A key stands
 * here by the name of its variable alone.
 */
export function destinations({ system }: Pick<SystemEnvironment, "system">): Destinations {
  const { traces } = system.telemetry;
  return {
    traces:
      traces.kind === "vendor"
        ? {
            endpoint: `https://${traces.party.host}:${traces.party.port}`,
            headers: { Authorization: `\${env:${traces.token}}` },
          }
        : { endpoint: storeUrl(telemetryStores.traces) },
    logs: { endpoint: storeUrl(telemetryStores.logs) },
  };
}

/**
 * The configuration of a system's collector: spans from its programs and lines from the node's agent go in; what is personal is taken out
 * before anything leaves; lines are counted by whether they are structured.
 * @param to Where they go. @default as {@link destinations} says
 */
export function collectorConfiguration(
  stack: EnvironmentName,
  own: Pick<SystemEnvironment, "system">,
  to: Destinations = destinations(own),
): OtelConfiguration {
  return {
    extensions: { health_check: { endpoint: anywhere(collectorPorts.health) } },
    receivers: { otlp: { protocols: { http: { endpoint: anywhere(collectorPorts.otlp) } } } },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 20 },
      ...traceProcessors(stack, own),
      ...logProcessors(own),
      ...personalDataProcessors,
      batch: { send_batch_size: 512, timeout: "1s" },
    },
    connectors: {
      count: {
        logs: {
          [countedLines.replace(/_total$/, "")]: {
            description: "Log lines of the system's programs, by whether they are structured",
            conditions: [`log.attributes["${structured}"] != nil`],
            attributes: [{ key: writer }, { key: structured }],
          },
        },
      },
    },
    exporters: {
      "otlp_http/traces": { ...to.traces, ...patience },
      "otlp_http/logs": { ...to.logs, ...patience },
      // A program may well say nothing for hours, and its counter must not begin anew.
      prometheus: { endpoint: anywhere(collectorPorts.counts), metric_expiration: "24h" },
    },
    service: {
      extensions: ["health_check"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", ...traceSteps, ...personalDataSteps.traces, "batch"],
          exporters: ["otlp_http/traces"],
        },
        logs: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "transform/lines", ...personalDataSteps.logs, "batch"],
          exporters: ["otlp_http/logs", "count"],
        },
        metrics: { receivers: ["count"], processors: [], exporters: ["prometheus"] },
      },
      telemetry: {
        logs: { encoding: "json", level: "info" },
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: collectorPorts.own } } } }],
        },
      },
    },
  };
}
