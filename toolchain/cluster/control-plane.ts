import { join } from "node:path";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { ControlPlaneKeys } from "./control-plane-keys.ts";
import { answersOk } from "./http-probe.ts";
import type { Certificate, ClusterContext, Program } from "./program.ts";

/** The name of the program that all others wait for. */
export const API_SERVER = "kube-apiserver";

/** etcd, the API server, the controllers and the scheduler, in the order of their start. */
export async function controlPlane(
  context: ClusterContext,
  keys: ControlPlaneKeys,
): Promise<readonly Program[]> {
  return [
    etcd(context, keys),
    apiServer(context, keys),
    controllerManager(
      context,
      keys,
      await context.kubeconfigFor("kube-controller-manager", {
        commonName: "system:kube-controller-manager",
      }),
    ),
    scheduler(
      context,
      keys,
      await context.kubeconfigFor("kube-scheduler", { commonName: "system:kube-scheduler" }),
    ),
  ];
}

function etcd({ folder, addresses, binaries }: ClusterContext, keys: ControlPlaneKeys): Program {
  const { authority, server, client } = keys.etcd;
  const url = `https://${addresses.loopback}:2379`;
  const peerUrl = `https://${addresses.loopback}:2380`;
  return {
    name: "etcd",
    command: join(binaries.module("kubernetes"), "etcd"),
    args: flags({
      "data-dir": join(folder, "etcd"),
      "listen-client-urls": url,
      "advertise-client-urls": url,
      "listen-peer-urls": peerUrl,
      "initial-advertise-peer-urls": peerUrl,
      "initial-cluster": `default=${peerUrl}`,
      "cert-file": server.certificate,
      "key-file": server.key,
      "client-cert-auth": "true",
      "trusted-ca-file": authority.certificate,
      "peer-cert-file": server.certificate,
      "peer-key-file": server.key,
      "peer-client-cert-auth": "true",
      "peer-trusted-ca-file": authority.certificate,
      // A cluster that is thrown away needs no data that outlives a power cut, and disks are slow at promising it.
      "unsafe-no-fsync": "true",
      "auto-compaction-mode": "periodic",
      "auto-compaction-retention": "1h",
      "quota-backend-bytes": "2147483648",
      logger: "zap",
      "log-level": "warn",
    }),
    ready: (signal) =>
      answersOk({ url: `${url}/health`, certificateAuthority: authority.certificate, client }, signal),
  };
}

function apiServer(context: ClusterContext, keys: ControlPlaneKeys): Program {
  const { addresses, certificateAuthority, apiServer: url } = context;
  return {
    name: API_SERVER,
    command: join(context.binaries.module("kubernetes"), API_SERVER),
    args: flags({
      "advertise-address": addresses.node,
      "secure-port": "6443",
      "etcd-servers": `https://${addresses.loopback}:2379`,
      "etcd-cafile": keys.etcd.authority.certificate,
      "etcd-certfile": keys.etcd.client.certificate,
      "etcd-keyfile": keys.etcd.client.key,
      "tls-cert-file": keys.apiServer.certificate,
      "tls-private-key-file": keys.apiServer.key,
      "client-ca-file": certificateAuthority,
      "authorization-mode": "Node,RBAC",
      // Beside the ones that are on by default: PodSecurity, LimitRanger, ResourceQuota, ValidatingAdmissionPolicy …
      "enable-admission-plugins": "NodeRestriction",
      "allow-privileged": "true",
      // Pods leave a lost node after seconds here, not after the usual five minutes.
      "default-not-ready-toleration-seconds": "15",
      "default-unreachable-toleration-seconds": "15",
      "kubelet-certificate-authority": certificateAuthority,
      "kubelet-client-certificate": keys.kubeletClient.certificate,
      "kubelet-client-key": keys.kubeletClient.key,
      "kubelet-preferred-address-types": "InternalIP",
      "service-account-issuer": `https://kubernetes.default.svc.${addresses.clusterDomain}`,
      "service-account-key-file": keys.serviceAccounts.publicKey,
      "service-account-signing-key-file": keys.serviceAccounts.key,
      "service-cluster-ip-range": addresses.serviceRange,
      "requestheader-client-ca-file": keys.frontProxy.authority.certificate,
      "requestheader-allowed-names": keys.frontProxy.clientName,
      "requestheader-extra-headers-prefix": "X-Remote-Extra-",
      "requestheader-group-headers": "X-Remote-Group",
      "requestheader-username-headers": "X-Remote-User",
      "proxy-client-cert-file": keys.frontProxy.client.certificate,
      "proxy-client-key-file": keys.frontProxy.client.key,
      // Aggregated APIs are reached at their endpoints, also where no kube-proxy makes service addresses work.
      "enable-aggregator-routing": "true",
      profiling: "false",
    }),
    after: ["etcd"],
    ready: async (signal) => {
      await answersOk({ url: `${url}/readyz`, certificateAuthority, client: keys.administrator }, signal);
      await context.apply([markOf(context.name)]);
    },
  };
}

/** The mark by which others know that the cluster may be changed and thrown away. */
function markOf(name: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "kube-system", labels: { "slipway.dev/test-cluster": name } },
  };
}

function controllerManager(context: ClusterContext, keys: ControlPlaneKeys, kubeconfig: string): Program {
  const { certificateAuthority, addresses } = context;
  return {
    name: "kube-controller-manager",
    command: join(context.binaries.module("kubernetes"), "kube-controller-manager"),
    args: flags({
      ...served(context, kubeconfig, keys.controllerManager, keys),
      "cluster-name": context.name,
      // Its own default is a folder of the machine's.
      "flex-volume-plugin-dir": join(context.folder, "volume-plugins"),
      "service-cluster-ip-range": addresses.serviceRange,
      "use-service-account-credentials": "true",
      "service-account-private-key-file": keys.serviceAccounts.key,
      "root-ca-file": certificateAuthority,
      "cluster-signing-cert-file": certificateAuthority,
      "cluster-signing-key-file": keys.authority.key,
      // A lost node is noticed after seconds, and an autoscaler acts within a test's patience.
      "node-monitor-period": "2s",
      "node-monitor-grace-period": "20s",
      "horizontal-pod-autoscaler-sync-period": "5s",
      "horizontal-pod-autoscaler-downscale-stabilization": "30s",
      "horizontal-pod-autoscaler-cpu-initialization-period": "30s",
      "horizontal-pod-autoscaler-initial-readiness-delay": "10s",
      "kube-api-qps": "100",
      "kube-api-burst": "200",
    }),
    after: [API_SERVER],
    ready: (signal) =>
      answersOk({ url: `https://${addresses.loopback}:10257/healthz`, certificateAuthority }, signal),
  };
}

function scheduler(context: ClusterContext, keys: ControlPlaneKeys, kubeconfig: string): Program {
  return {
    name: "kube-scheduler",
    command: join(context.binaries.module("kubernetes"), "kube-scheduler"),
    args: flags({
      ...served(context, kubeconfig, keys.scheduler, keys),
      "kube-api-qps": "100",
      "kube-api-burst": "200",
    }),
    after: [API_SERVER],
    ready: (signal) =>
      answersOk(
        {
          url: `https://${context.addresses.loopback}:10259/healthz`,
          certificateAuthority: context.certificateAuthority,
        },
        signal,
      ),
  };
}

/** How the controllers and the scheduler reach the API server, and how they serve their own health and metrics. */
function served(
  { addresses }: ClusterContext,
  kubeconfig: string,
  server: Certificate,
  keys: ControlPlaneKeys,
): Record<string, string> {
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "client-ca-file": keys.authority.certificate,
    "requestheader-client-ca-file": keys.frontProxy.authority.certificate,
    "bind-address": addresses.loopback,
    "tls-cert-file": server.certificate,
    "tls-private-key-file": server.key,
    // There is one of each.
    "leader-elect": "false",
    profiling: "false",
  };
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
