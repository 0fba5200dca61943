/** The part of a PodMonitor's specification (`monitoring.coreos.com/v1`) that is written for what the operator runs. */
export interface PostgresMonitorSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: readonly { readonly port: string; readonly interval: string }[];
}

/** How often Prometheus asks: the numbers come from queries, and are about minutes. */
const interval = "30s";

/** Where each instance answers it, under the name `metrics`. */
export const postgresMetricsPort = 9187;

/** How Prometheus is told to ask pods of the operator's; the operator's own switch for it is on its way out. */
export const metricsMonitorSpec = (labels: Readonly<Record<string, string>>): PostgresMonitorSpec => ({
  selector: { matchLabels: labels },
  podMetricsEndpoints: [{ port: "metrics", interval }],
});

/** A cluster's instances. The pods of its poolers carry its name too, and answer for themselves. */
export const postgresMonitorSpec = (cluster: string): PostgresMonitorSpec =>
  metricsMonitorSpec({ "cnpg.io/cluster": cluster, "cnpg.io/podRole": "instance" });
