import { inLines, selectorOf } from "../counter.ts";
import { few, hardlyAny } from "../data-alerts/volume-alerts.ts";
import type { Board, Panel } from "./board.ts";
import { type InNamespace, memoryRow, ofContainers, processorRow } from "./container-rows.ts";
import { nodeRow } from "./node-panels.ts";
import { rate, rateWindow } from "./rates.ts";

/** Utilisation, saturation and errors of what a system's pods run on (OBS-01, OBS-03, DSH-05). */
export function resourcesBoard(
  namespace: string,
  { restarts }: { readonly restarts: readonly number[] },
): Board {
  const of: InNamespace = (metric, ...matchers) =>
    selectorOf({ metric, matchers: [`namespace="${namespace}"`, ...matchers] });
  return {
    name: "resources",
    about:
      "How much of what they are given the containers, the volumes and the nodes use, what waits for more, and what ends.",
    rows: [
      processorRow(of),
      memoryRow(of, restarts),
      { title: "Disks and network", panels: [volumePanel(of), diskPanel(of), networkPanel(of)] },
      { title: "The namespace", panels: [quotaPanel(of), autoscalerPanel(of), unreadyPanel(of)] },
      nodeRow,
    ],
  };
}

const volumePanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Free on volumes",
  description: "The share of each volume that is free.",
  unit: "percentunit",
  queries: [
    {
      expr: inLines(
        "min by (persistentvolumeclaim) (",
        `  ${of("kubelet_volume_stats_available_bytes")}`,
        `  / ${of("kubelet_volume_stats_capacity_bytes")}`,
        ")",
      ),
      legend: "{{persistentvolumeclaim}}",
    },
  ],
  bounds: [
    { at: few, is: "ticket" },
    { at: hardlyAny, is: "page" },
  ],
  alerts: { names: ["VolumeAlmostFull", "VolumeFilling", "VolumeUnknown"] },
  most: 1,
});

const bothWays = (
  of: InNamespace,
  metrics: Readonly<Record<string, string>>,
  ...matchers: readonly string[]
): Panel["queries"] =>
  Object.entries(metrics).map(([legend, metric]) => ({
    expr: `sum(${rate(of(metric, ...matchers))})`,
    legend,
  }));

const diskPanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Read and written",
  description: "Bytes a second from and to disks, over all containers.",
  unit: "Bps",
  queries: bothWays(
    of,
    { read: "container_fs_reads_bytes_total", written: "container_fs_writes_bytes_total" },
    ofContainers,
  ),
});

const networkPanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Received and sent",
  description: "Bytes a second over the network, over all pods.",
  unit: "Bps",
  queries: bothWays(of, {
    received: "container_network_receive_bytes_total",
    sent: "container_network_transmit_bytes_total",
  }),
});

const quotaPanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Quota used",
  description:
    "What is taken of the namespace's quota. At 1 no further pod is let in, not even one of a release.",
  unit: "percentunit",
  queries: [
    {
      expr: inLines(
        `max by (resource) (${of("kube_resourcequota", 'type="used"')})`,
        `/ (max by (resource) (${of("kube_resourcequota", 'type="hard"')}) > 0)`,
      ),
      legend: "{{resource}}",
    },
  ],
  most: 1,
});

const autoscalerPanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Pods, of the most that the autoscaler may start",
  description: "At 1 nothing is left to grow into.",
  unit: "percentunit",
  queries: [
    {
      expr: inLines(
        `max by (horizontalpodautoscaler) (${of("kube_horizontalpodautoscaler_status_current_replicas")})`,
        `/ max by (horizontalpodautoscaler) (${of("kube_horizontalpodautoscaler_spec_max_replicas")})`,
      ),
      legend: "{{horizontalpodautoscaler}}",
    },
  ],
  alerts: { names: ["AutoscalerAtMaximum"] },
  most: 1,
});

const unreadyPanel = (of: InNamespace): Panel => ({
  kind: "lines",
  title: "Pods that wait or fail",
  description: `Pods by phase, without those that run or have done their work. None should be here for longer than ${rateWindow}.`,
  unit: "short",
  queries: [
    {
      expr: `sum by (phase) (${of("kube_pod_status_phase", 'phase=~"Pending|Failed|Unknown"')})`,
      legend: "{{phase}}",
    },
  ],
  alerts: { names: ["ReplicasMissing"] },
});
