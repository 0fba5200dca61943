import { join } from "node:path";
import type { KubernetesObject } from "@kubernetes/client-node";
import { API_SERVER } from "./control-plane.ts";
import { answersOk } from "./http-probe.ts";
import type { ClusterContext, Program } from "./program.ts";

/** Zones beside "a", which is the real node's. */
const ZONES = ["b", "c", "d"];
const REGION = "test";
/** Simulated nodes hold many pods, but not any number, so that a shortage can be tried too. */
const CAPACITY = { cpu: "32", memory: "128Gi", "ephemeral-storage": "500Gi", pods: "250" };
/** Addresses of simulated pods: a part of the pod range that the real node leaves free. */
const POD_ADDRESSES = "10.244.128.0/17";

/** What kwok does to nodes and pods, as its own module has it. */
const STAGES = [
  "node-initialize.yaml",
  "node-heartbeat-with-lease.yaml",
  "pod-ready.yaml",
  "pod-complete.yaml",
  "pod-delete.yaml",
];

/** The taint of simulated nodes. Pods that don't tolerate it run for real. */
export const SIMULATED_TAINT = { key: "kwok.x-k8s.io/node", value: "fake", effect: "NoSchedule" } as const;

/** The annotation by which kwok knows its nodes. */
const SIMULATED_ANNOTATION = { "kwok.x-k8s.io/node": "fake" } as const;

/** The names of the simulated nodes, one in each further zone. */
export const simulatedNodeNames = ZONES.map((zone) => `simulated-${zone}`);

/** kwok: nodes in further zones, and pods on them that are said to run and don't. */
export async function simulatedNodes(context: ClusterContext): Promise<Program> {
  const folder = context.binaries.module("kwok");
  const url = `http://${context.addresses.loopback}:10247`;
  return {
    name: "kwok",
    command: join(folder, "kwok"),
    args: [
      `--kubeconfig=${await context.kubeconfigFor("kwok", {
        commonName: "kwok",
        organizations: ["system:masters"],
      })}`,
      ...STAGES.map((stage) => `--config=${join(folder, stage)}`),
      `--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake`,
      `--cidr=${POD_ADDRESSES}`,
      "--node-lease-duration-seconds=40",
      `--server-address=${new URL(url).host}`,
    ],
    after: [API_SERVER],
    ready: async (signal) => {
      await context.apply(ZONES.map(nodeIn));
      await answersOk({ url: `${url}/healthz` }, signal);
    },
  };
}

function nodeIn(zone: string): KubernetesObject & Record<string, unknown> {
  const name = `simulated-${zone}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { ...SIMULATED_ANNOTATION },
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": REGION,
        "topology.kubernetes.io/zone": zone,
        "slipway.dev/simulated": "true",
      },
    },
    spec: { taints: [SIMULATED_TAINT] },
    status: { capacity: CAPACITY, allocatable: CAPACITY },
  };
}
