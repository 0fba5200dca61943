import type { Row } from "./board.ts";
import { rate } from "./rates.ts";

/** Folders that live in memory, and images that are read alone, never fill up. */
const disks = 'fstype!~"tmpfs|overlay|squashfs|ramfs"';

/** Whole disks: what device mapper and loop devices do is counted below them. */
const devices = 'device!~"(dm-|loop|ram|sr)[0-9]+"';

/** Utilisation and saturation of the nodes, which all systems of a cluster share (OBS-03). */
export const nodeRow: Row = {
  title: "Nodes of the cluster",
  panels: [
    {
      kind: "lines",
      title: "CPU of nodes",
      description: "The share of its time that a node's CPU is busy.",
      unit: "percentunit",
      queries: [
        {
          expr: `1 - avg by (instance) (${rate('node_cpu_seconds_total{mode="idle"}')})`,
          legend: "{{instance}}",
        },
      ],
      width: 6,
      most: 1,
    },
    {
      kind: "lines",
      title: "Memory of nodes",
      description: "The share that is in use. Near 1 the kubelet evicts pods.",
      unit: "percentunit",
      queries: [
        {
          expr: "1 - max by (instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
          legend: "{{instance}}",
        },
      ],
      width: 6,
      most: 1,
    },
    {
      kind: "lines",
      title: "Disks of nodes",
      description: "The share of its fullest disk that is in use.",
      unit: "percentunit",
      queries: [
        {
          expr: `1 - min by (instance) (node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
          legend: "{{instance}}",
        },
      ],
      width: 6,
      most: 1,
    },
    {
      kind: "lines",
      title: "Disk time of nodes",
      description: "The share of its time that the busiest disk works. At 1 programs wait for it.",
      unit: "percentunit",
      queries: [
        {
          expr: `max by (instance) (${rate(`node_disk_io_time_seconds_total{${devices}}`)})`,
          legend: "{{instance}}",
        },
      ],
      width: 6,
      most: 1,
    },
  ],
};
