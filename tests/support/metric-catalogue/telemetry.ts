import {
  countedLines,
  countedPersonalLines,
} from "../../../components/observability/telemetry/line-counts.ts";
import type { Exporter } from "./catalogued-metric.ts";
import { podTarget } from "./cluster-exporters.ts";

const taken = ["receiver", "transport"] as const;
const refused = ["exporter"] as const;
/** Where it is handed on to; at the level `detailed`, failures would also say why. */
const handedOn = ["exporter", "server_address", "server_port", "url_path"] as const;
const queued = ["exporter", "data_type"] as const;

/** By its reader for Prometheus, which adds no unit and no `_total` to a name unless it is told to. */
export const collectorItself: Exporter = {
  name: "OpenTelemetry collector v0.155.0, of itself",
  documentation:
    "https://github.com/open-telemetry/opentelemetry-collector/blob/v0.155.0/exporter/exporterhelper/documentation.md",
  target: podTarget,
  counters: {
    otelcol_exporter_enqueue_failed_log_records: refused,
    otelcol_exporter_enqueue_failed_spans: refused,
    otelcol_exporter_send_failed_log_records: handedOn,
    otelcol_exporter_send_failed_spans: handedOn,
    otelcol_exporter_sent_log_records: handedOn,
    otelcol_exporter_sent_spans: handedOn,
    otelcol_receiver_accepted_log_records: taken,
    otelcol_receiver_accepted_spans: taken,
    otelcol_receiver_refused_log_records: taken,
    otelcol_receiver_refused_spans: taken,
  },
  gauges: {
    otelcol_exporter_queue_capacity: queued,
    otelcol_exporter_queue_size: queued,
  },
};

/** What its exporter adds to each series that is counted. */
const added = ["exported_job", "otel_scope_name", "otel_scope_version"] as const;

/** Besides the attributes that lines are counted by, its exporter says which connector counted, and the service by the name of a job. */
export const countedLogLines: Exporter = {
  name: "OpenTelemetry collector v0.155.0, of log lines",
  documentation:
    "https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.155.0/connector/countconnector",
  target: podTarget,
  counters: {
    [countedLines]: ["part", "log_structured", ...added],
    [countedPersonalLines]: ["part", ...added],
  },
  gauges: {},
};
