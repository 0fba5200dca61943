import { type MetricsEndpoint, metricsPath } from "../../model/metrics-endpoint.ts";
import type { Labels } from "../labels.ts";
import { releasePodLabel } from "../releases/argo-rollouts.ts";
import { scrapeInterval } from "./prometheus.ts";

/** The part of a PodMonitor's specification (`monitoring.coreos.com/v1`) that Slipway writes. */
export interface PodMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Labels };
  readonly podTargetLabels: readonly string[];
  readonly podMetricsEndpoints: readonly {
    readonly port: string;
    readonly path: string;
    readonly interval: string;
  }[];
}

/** How Prometheus is told to ask a service's pods. Their series carry the release, where an analysis goes by it. */
export const podMonitorSpec = (
  selector: Labels,
  { name }: Pick<MetricsEndpoint, "name">,
): PodMonitorSpec => ({
  jobLabel: "app.kubernetes.io/name",
  selector: { matchLabels: selector },
  podTargetLabels: [releasePodLabel],
  podMetricsEndpoints: [{ port: name, path: metricsPath, interval: `${scrapeInterval.wholeSeconds}s` }],
});
