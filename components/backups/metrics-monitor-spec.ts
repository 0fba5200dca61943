import type { Labels } from "../labels.ts";

/** The part of a PodMonitor's specification (`monitoring.coreos.com/v1`) that is written for the metrics of dumps. */
export interface DumpMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly podMetricsEndpoints: readonly {
    readonly port: "metrics";
    readonly interval: string;
    readonly scrapeTimeout: string;
  }[];
}

/** How Prometheus is told to ask. The program looks into the bucket once a minute, and a slow bucket takes it 8 s. */
export const dumpMonitorSpec = (selector: Labels): DumpMonitorSpec => ({
  selector: { matchLabels: selector },
  podMetricsEndpoints: [{ port: "metrics", interval: "1m", scrapeTimeout: "10s" }],
});
