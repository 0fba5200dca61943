import type { SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { collectorMemory, collectorPorts } from "./collector-part.ts";
import { countedFor, countProcessors, countSteps, lineCounter } from "./line-counts.ts";
import { logProcessors } from "./log-processors.ts";
import type { Components, OtelConfiguration } from "./otel-configuration.ts";
import { personalDataProcessors, personalDataSteps, unmarked } from "./personal-data-processors.ts";
import { storeUrl, telemetryStores } from "./telemetry-stores.ts";
import { traceProcessors, traceSteps } from "./trace-processors.ts";

const anywhere = (port: number): string => `0.0.0.0:${port}`;

/** Where a collector hands things on to, by signal. */
export interface Destinations {
  readonly traces: Components[string];
  readonly logs: Components[string];
}

/**
 * How traces are sent: what can't be handed over waits in memory, five minutes at most, and is counted when it is lost. The queue is measured as it
 * will be sent; in memory it is several times that, and must stay below what the memory limiter leaves.
 */
const waiting = {
  sending_queue: { sizer: "bytes", queue_size: collectorMemory.count / 8 },
  retry_on_failure: { max_elapsed_time: "5m" },
};

/**
 * How log lines are sent: while the agent waits for the answer, so that what the store does not take stays in the node's files. It answers before
 * the agent gives up, which is after 30 seconds.
 */
const answering = {
  timeout: "20s",
  sending_queue: { enabled: false },
  retry_on_failure: { enabled: false },
};

/** How it says how it does. Alerts go by these names, which must not change with a release's defaults. */
const ownMetrics = {
  host: "0.0.0.0",
  port: collectorPorts.own,
  without_type_suffix: true,
  without_units: true,
  without_scope_info: true,
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
 * before anything leaves; lines are counted by whether they are structured, and those from which something was taken out.
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
      ...countProcessors,
      batch: { send_batch_size: 512, timeout: "1s" },
    },
    connectors: {
      count: lineCounter,
      // It answers once those behind it have, as if there were one pipeline.
      forward: {},
    },
    exporters: {
      "otlp_http/traces": { ...to.traces, ...waiting },
      "otlp_http/logs": { ...to.logs, ...answering },
      prometheus: { endpoint: anywhere(collectorPorts.counts), metric_expiration: countedFor },
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
          processors: ["memory_limiter", "transform/lines", ...personalDataSteps.logs],
          exporters: ["count", "forward"],
        },
        "logs/counted": {
          receivers: ["forward"],
          processors: unmarked,
          exporters: ["otlp_http/logs"],
        },
        metrics: { receivers: ["count"], processors: countSteps, exporters: ["prometheus"] },
      },
      telemetry: {
        logs: { encoding: "json", level: "info" },
        metrics: {
          readers: [{ pull: { exporter: { prometheus: ownMetrics } } }],
        },
      },
    },
  };
}
