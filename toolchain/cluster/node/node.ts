import { ApiregistrationV1Api, CoreV1Api } from "@kubernetes/client-node";
import { configurationOf } from "../apply.ts";
import type { ClusterContext, Program } from "../program.ts";
import { cgroupOf, createCgroup, removeCgroup } from "./cgroups.ts";
import { clusterDns } from "./cluster-dns.ts";
import { containerd } from "./containerd.ts";
import { kubeProxy } from "./kube-proxy.ts";
import { kubelet } from "./kubelet.ts";
import type { Manifest } from "./manifest.ts";
import { metricsServer, metricsServerObjects } from "./metrics-server.ts";
import { mountNodeFolders } from "./mounts.ts";
import { placesOf } from "./places.ts";
import { keepPodsFromHost } from "./pod-routes.ts";
import { registry } from "./registry.ts";
import { storageProvisioner } from "./storage/program.ts";

export { whyNoNode } from "./why-no-node.ts";

/** Go wrapper modules below `toolchain/cluster/` that the node's programs are built from. */
export const nodeModules: readonly string[] = ["node/programs"];
/** Debian packages that it takes. */
export const nodePackages: readonly string[] = [
  "containerd",
  "containernetworking-plugins",
  "iptables",
  "runc",
];

/** The programs of the one node that runs real pods. Called inside of the cluster's namespaces. */
export async function prepareNode(context: ClusterContext): Promise<readonly Program[]> {
  mountNodeFolders(placesOf(context));
  createCgroup(cgroupOf(context.folder));
  keepPodsFromHost(context);
  const configuration = configurationOf(context.kubeconfig);
  return Promise.all([
    registry(context),
    containerd(context),
    kubeProxy(context).then((program) => bringing(metricsServerObjects(context), program, context)),
    kubelet(context, () => configuration.makeApiClient(CoreV1Api)),
    clusterDns(context),
    storageProvisioner(context),
    metricsServer(context, () => configuration.makeApiClient(ApiregistrationV1Api)),
  ]);
}

/** The program, and with it objects that must be there before those start that come after it. */
function bringing(objects: readonly Manifest[], program: Program, context: ClusterContext): Program {
  return {
    ...program,
    ready: async (signal) => {
      await context.apply(objects);
      await program.ready(signal);
    },
  };
}

/** Removes the cgroups of an instance, which outlive its processes and namespaces. */
export async function removeNodeLeftovers(folder: string): Promise<void> {
  await removeCgroup(cgroupOf(folder));
}
