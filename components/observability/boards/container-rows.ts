import { muchMemory, muchThrottled } from "../causes/workload-causes.ts";
import { inLines } from "../counter.ts";
import type { Row } from "./board.ts";
import { rate } from "./rates.ts";

/** Series of one metric in a namespace, with further conditions. */
export type InNamespace = (metric: string, ...matchers: readonly string[]) => string;

/** What a container is told apart by. */
const container = "namespace, pod, container";

/** The kubelet counts a whole pod too, and its sandbox, neither of which has a container's name. */
export const ofContainers = 'container!=""';

/** The share of its limit that each container uses, the fullest pod of each. */
const shareOfLimit = (of: InNamespace, used: string, resource: "cpu" | "memory"): string =>
  inLines(
    "max by (container) (",
    `  sum by (${container}) (${used})`,
    `  / sum by (${container}) (${of("kube_pod_container_resource_limits", `resource="${resource}"`)})`,
    ")",
  );

/** What containers use of the processors that they may, and how long they wait for them. */
export const processorRow = (of: InNamespace): Row => ({
  title: "CPU",
  panels: [
    {
      kind: "lines",
      title: "CPU used, of the limit",
      description: "The fullest pod of each container. At 1 it is held back.",
      unit: "percentunit",
      queries: [
        {
          expr: shareOfLimit(of, rate(of("container_cpu_usage_seconds_total", ofContainers)), "cpu"),
          legend: "{{container}}",
        },
      ],
      most: 1,
    },
    {
      kind: "lines",
      title: "CPU held back",
      description:
        "The share of periods in which a container wanted more CPU than its limit: requests wait meanwhile.",
      unit: "percentunit",
      queries: [
        {
          expr: inLines(
            "max by (container) (",
            `  sum by (${container}) (${rate(of("container_cpu_cfs_throttled_periods_total", ofContainers))})`,
            `  / sum by (${container}) (${rate(of("container_cpu_cfs_periods_total", ofContainers))})`,
            ")",
          ),
          legend: "{{container}}",
        },
      ],
      bounds: [{ at: muchThrottled, is: "ticket" }],
      alerts: { names: ["CpuThrottled"] },
      most: 1,
    },
    {
      kind: "lines",
      title: "CPU used, of what is set aside",
      description:
        "Of what all containers request together. Far below 1, the cluster is larger than it has to be.",
      unit: "percentunit",
      queries: [
        {
          expr: inLines(
            `sum(${rate(of("container_cpu_usage_seconds_total", ofContainers))})`,
            `/ sum(${of("kube_pod_container_resource_requests", 'resource="cpu"')})`,
          ),
          legend: "all containers",
        },
      ],
    },
  ],
});

/** What containers use of the memory that they may, and how often they end. */
export const memoryRow = (of: InNamespace, restarts: readonly number[]): Row => ({
  title: "Memory and restarts",
  panels: [
    {
      kind: "lines",
      title: "Memory used, of the limit",
      description: "The fullest pod of each container. At 1 the kernel ends it.",
      unit: "percentunit",
      queries: [
        {
          expr: shareOfLimit(of, of("container_memory_working_set_bytes", ofContainers), "memory"),
          legend: "{{container}}",
        },
      ],
      bounds: [{ at: muchMemory, is: "ticket" }],
      alerts: { names: ["MemoryNearLimit"] },
      most: 1,
    },
    {
      kind: "lines",
      title: "Restarts in an hour",
      description: "Containers that ended and were started again.",
      unit: "short",
      queries: [
        {
          expr: `sum by (container) (increase(${of("kube_pod_container_status_restarts_total")}[1h]))`,
          legend: "{{container}}",
        },
      ],
      bounds: [...new Set(restarts)].map((at) => ({ at, is: "ticket" })),
      alerts: { names: ["ContainerRestarts"] },
    },
    {
      kind: "lines",
      title: "Ended for lack of memory",
      description: "Containers whose last end was by the kernel, as they went over their limit.",
      unit: "short",
      queries: [
        {
          expr: `sum by (container) (${of("kube_pod_container_status_last_terminated_reason", 'reason="OOMKilled"')})`,
          legend: "{{container}}",
        },
      ],
    },
  ],
});
