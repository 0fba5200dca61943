import { probeJob } from "../../components/observability/public-probes/probe-spec.ts";
import { cacheExporter } from "../../model/cache.ts";
import { systems } from "../../systems/all.ts";

/** The services of the system that a namespace is of, or of all. */
const servicesIn = (namespace: string | undefined): readonly string[] =>
  systems
    .filter(({ name }) => namespace === undefined || namespace.startsWith(`${name}-`))
    .flatMap(({ services }) => Object.keys(services));

/** Values of labels that selectors leave open. */
const samples: Readonly<Record<string, readonly string[]>> = {
  agent: ["planner", "writer", "reviewer"],
  alertname: ["DumpLate", "PostgresConnectionsNearLimit"],
  alertstate: ["firing"],
  cmd: ["get", "set", "expire", "hgetall", "incr", "del"],
  code: ["200", "304", "404", "500"],
  condition: ["true"],
  currency: ["EUR"],
  database: ["app"],
  datname: ["app"],
  device_error: [""],
  direction: ["input", "output"],
  environment: ["production"],
  exporter: ["otlp_http/traces", "otlp_http/logs"],
  feature: ["search", "export", "share"],
  fstype: ["ext4"],
  horizontalpodautoscaler: ["web", "backend"],
  instance: ["node-a", "node-b", "node-c"],
  le: ["0.05", "0.1", "0.25", "0.5", "1", "2", "2.5", "5", "10", "20", "30", "60", "120", "300", "+Inf"],
  log_structured: ["true", "false"],
  method: ["GET", "POST"],
  mode: ["idle"],
  model: ["large", "small"],
  mountpoint: ["/"],
  outcome: ["succeeded", "declined", "failed"],
  page: ["/", "/search"],
  part: ["database"],
  path: ["/api/items", "/api/items/:id", "/api/search", "/api/session", "/api/export", "/api/reports"],
  persistentvolumeclaim: ["database-1", "database-1-wal", "database-2"],
  phase: ["Pending", "Failed", "Unknown"],
  protocol: ["http"],
  queryid: ["-3141592653589793238", "2718281828459045235", "1414213562373095048", "1618033988749894848"],
  reason: ["OOMKilled"],
  replicaset: ["web-6f7c9", "web-7d8ba"],
  resource: ["limits.cpu", "limits.memory", "pods", "requests.cpu"],
  revision: ["1"],
  schema: ["public"],
  secret: ["session-secret-v3", "llm-api-key-v1", "mail-api-key-v2", "database-password-v1"],
  severity: ["ticket"],
  source: ["production/first", "production/second"],
  state: ["used", "idle"],
  status: ["200", "404", "500"],
  table_name: ["events", "documents", "users", "sessions", "messages"],
  tier: ["critical"],
  user: ["app_application"],
};

/** Values that a label may have beside labels that are settled. */
export function samplesOf(
  label: string,
  { container, namespace, part = "", job = "" }: Readonly<Record<string, string>>,
): readonly string[] {
  const services = servicesIn(namespace);
  const [, monitor] = job.split("/");
  const of = monitor ?? (services.includes(job) ? job : undefined);
  switch (label) {
    case "job":
      return services;
    case "container":
      return of === undefined ? [...services, "postgres"] : [of];
    case "pod": {
      const owner = of ?? container;
      if (owner === undefined) return ["web-6f7c9-1", "web-6f7c9-2"];
      return owner === cacheExporter ? [`${owner}-1`] : [`${owner}-1`, `${owner}-2`];
    }
    case "instance":
      if (job === probeJob) return [`https://${part}.example.com/`, `https://${part}.example.com/health`];
      return of === undefined ? (samples["instance"] ?? []) : [""];
    default:
      return samples[label] ?? [""];
  }
}
