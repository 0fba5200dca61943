import { collector } from "../../../model/telemetry.ts";
import { collectorPorts } from "./collector-part.ts";
import type { OtelConfiguration } from "./otel-configuration.ts";

/**
 * What the cluster's agent on each node must be told of the namespaces of systems: to hand each line to the collector beside who wrote it,
 * and to read no further while that takes none, so that the node's files are what waits. The collector's own lines stay where they are, or
 * a line about a line that can't be handed on would be one more.
 */
export function logAgentConfiguration(namespaces: readonly string[]): Omit<OtelConfiguration, "connectors"> {
  const each = <T>(prefix: string, made: (namespace: string) => T): Record<string, T> =>
    Object.fromEntries(namespaces.map((namespace) => [`${prefix}/${namespace}`, made(namespace)]));
  return {
    extensions: { file_storage: { directory: "/var/lib/otelcol" } },
    receivers: each("filelog", (namespace) => ({
      include: [`/var/log/pods/${namespace}_*/*/*.log`],
      exclude: [`/var/log/pods/${namespace}_${collector}-*/*/*.log`],
      start_at: "end",
      // It goes on where it was when it begins anew.
      storage: "file_storage",
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
      // From the path come the names of the pod and of the container, and by default nobody is told it.
      include_file_path: true,
      operators: [{ type: "container" }],
    })),
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 20 },
    },
    exporters: each("otlp_http", (namespace) => ({
      endpoint: `http://${collector}.${namespace}.svc:${collectorPorts.otlp}`,
      sending_queue: { enabled: false },
      retry_on_failure: { max_elapsed_time: "1m" },
    })),
    service: {
      extensions: ["file_storage"],
      pipelines: each("logs", (namespace) => ({
        receivers: [`filelog/${namespace}`],
        processors: ["memory_limiter"],
        exporters: [`otlp_http/${namespace}`],
      })),
      telemetry: {},
    },
  };
}
