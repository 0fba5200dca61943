import { join } from "node:path";
import type { CoreV1Api } from "@kubernetes/client-node";
import { writeWhole } from "../../steps/atomic-file.ts";
import type { ClusterContext, Program } from "../program.ts";
import { cgroupOf } from "./cgroups.ts";
import { NODE_NAME, NODE_ZONE } from "./identity.ts";
import { iptablesEnvironment } from "./iptables.ts";
import { placesOf } from "./places.ts";
import { until } from "./until.ts";

/** Runs the pods. It is ready when the API server calls its node so. */
export async function kubelet(context: ClusterContext, api: () => CoreV1Api): Promise<Program> {
  const { node } = context.addresses;
  const user = { commonName: `system:node:${NODE_NAME}`, organizations: ["system:nodes"] };
  const kubeconfig = await context.kubeconfigFor("kubelet", user);
  const serving = await context.issue({
    name: "kubelet-server",
    commonName: NODE_NAME,
    hosts: [NODE_NAME, node],
  });
  const { settings } = placesOf(context);
  const file = join(settings, "kubelet.yaml");
  const resolver = join(settings, "resolv.conf");
  writeWhole(resolver, `nameserver ${context.addresses.dnsService}\n`);
  const configuration = {
    ...configurationOf(context),
    tlsCertFile: serving.certificate,
    tlsPrivateKeyFile: serving.key,
    resolvConf: resolver,
  };
  writeWhole(file, `${JSON.stringify(configuration, undefined, 2)}\n`);
  return {
    name: "kubelet",
    command: join(context.binaries.module("kubernetes"), "kubelet"),
    args: [
      `--config=${file}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${node}`,
      `--node-labels=topology.kubernetes.io/zone=${NODE_ZONE}`,
    ],
    env: iptablesEnvironment(context),
    after: ["kube-apiserver", "containerd"],
    ready: (signal) => until(() => isReady(api()), signal),
  };
}

async function isReady(api: CoreV1Api): Promise<boolean> {
  const { status } = await api.readNode({ name: NODE_NAME });
  return (status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");
}

function configurationOf(context: ClusterContext): Readonly<Record<string, unknown>> {
  const { addresses, folder, certificateAuthority } = context;
  const { containerdSocket, settings } = placesOf(context);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificateAuthority },
    },
    authorization: { mode: "Webhook" },
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    clusterDNS: [addresses.dnsService],
    clusterDomain: addresses.clusterDomain,

    cgroupDriver: "cgroupfs",
    cgroupRoot: cgroupOf(folder),
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    oomScoreAdj: 0,
    seccompDefault: true,
    podPidsLimit: 1024,
    maxPods: 110,

    // A developer's disk is often nearly full, and none of it is lost to the node: only the very end counts.
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "nodefs.inodesFree": "1%",
      "imagefs.available": "1%",
      "imagefs.inodesFree": "1%",
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,

    serializeImagePulls: false,
    maxParallelImagePulls: 2,
    registryPullQPS: 0,
    eventRecordQPS: 0,
    nodeLeaseDurationSeconds: 12,
    nodeStatusUpdateFrequency: "3s",
    volumeStatsAggPeriod: "15s",
    volumePluginDir: join(settings, "volume-plugins"),
  };
}
