import { logAgentConfiguration } from "../observability/telemetry/log-agent.ts";
import { logStoreConfiguration } from "../observability/telemetry/log-store.ts";
import { telemetryStores } from "../observability/telemetry/telemetry-stores.ts";
import type { Operator } from "./contract.ts";

const { traces, logs } = telemetryStores;

/** What a cluster runs for logs and traces; each system brings its own collector. */
export const telemetryOperators: readonly Operator[] = [
  {
    name: "Log agent",
    purpose:
      "an OpenTelemetry collector on each node, in the namespace monitoring, with the distribution contrib: hands what pods write to standard output to the collector of their own namespace; the part below stands once for each namespace of a system",
    version: "v0.155.0",
    apis: [],
    configuration: logAgentConfiguration(["<system>-<environment>"]),
    documentation:
      "https://opentelemetry.io/docs/platforms/kubernetes/collector/components/#filelog-receiver",
  },
  {
    name: "Loki",
    purpose: `log lines, at ${logs.host}:${logs.port}: at hand for 7 days in its cache, for 30 in its bucket, for 90 in a cheaper class of the bucket, into which a rule of the bucket's own moves what is older than 30 days`,
    apis: [],
    configuration: logStoreConfiguration,
    documentation: "https://grafana.com/docs/loki/latest/operations/storage/retention/",
  },
  {
    name: "Tempo",
    purpose: `traces of the systems that name no vendor, by OpenTelemetry's protocol at ${traces.host}:${traces.port}`,
    apis: [],
    documentation: "https://grafana.com/docs/tempo/latest/",
  },
];
