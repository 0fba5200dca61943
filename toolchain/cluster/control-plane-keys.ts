import { join } from "node:path";
import type { ClusterAddresses } from "./addresses.ts";
import { type Authority, issueCertificate, makeAuthority, makeSigningKey } from "./pki.ts";
import type { Certificate } from "./program.ts";

/** Every key of the control plane. As kubeadm does it, etcd and the front proxy have authorities of their own. */
export interface ControlPlaneKeys {
  readonly authority: Authority;
  readonly administrator: Certificate;
  readonly apiServer: Certificate;
  /** What the API server shows to kubelets. */
  readonly kubeletClient: Certificate;
  readonly controllerManager: Certificate;
  readonly scheduler: Certificate;
  readonly serviceAccounts: { readonly key: string; readonly publicKey: string };
  readonly etcd: {
    readonly authority: Authority;
    readonly server: Certificate;
    readonly client: Certificate;
  };
  /** What the API server shows to the API servers it aggregates. */
  readonly frontProxy: {
    readonly authority: Authority;
    readonly client: Certificate;
    readonly clientName: string;
  };
}

/** Makes all keys anew, in `<folder>/pki`. */
export async function makeKeys(folder: string, addresses: ClusterAddresses): Promise<ControlPlaneKeys> {
  const pki = join(folder, "pki");
  const local = ["localhost", addresses.loopback];
  const [authority, etcdAuthority, frontProxyAuthority] = await Promise.all([
    makeAuthority(pki, "ca"),
    makeAuthority(join(pki, "etcd"), "ca"),
    makeAuthority(join(pki, "front-proxy"), "ca"),
  ]);
  const service = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  const clientName = "front-proxy-client";
  const [administrator, apiServer, kubeletClient, controllerManager, scheduler, server, client, frontProxy] =
    await Promise.all([
      issueCertificate(authority, {
        name: "admin",
        commonName: "slipway-test-admin",
        organizations: ["system:masters"],
      }),
      issueCertificate(authority, {
        name: "kube-apiserver",
        commonName: "kube-apiserver",
        hosts: [
          ...local,
          ...service,
          `kubernetes.default.svc.${addresses.clusterDomain}`,
          addresses.node,
          addresses.apiServerService,
        ],
      }),
      issueCertificate(authority, {
        name: "kube-apiserver-kubelet-client",
        commonName: "kube-apiserver-kubelet-client",
        organizations: ["system:masters"],
      }),
      issueCertificate(authority, {
        name: "kube-controller-manager-server",
        commonName: "kube-controller-manager",
        hosts: local,
      }),
      issueCertificate(authority, {
        name: "kube-scheduler-server",
        commonName: "kube-scheduler",
        hosts: local,
      }),
      issueCertificate(etcdAuthority, { name: "server", commonName: "etcd", hosts: local }),
      issueCertificate(etcdAuthority, { name: "client", commonName: "kube-apiserver" }),
      issueCertificate(frontProxyAuthority, { name: "client", commonName: clientName }),
    ]);
  return {
    authority,
    administrator,
    apiServer,
    kubeletClient,
    controllerManager,
    scheduler,
    serviceAccounts: makeSigningKey(pki, "service-accounts"),
    etcd: { authority: etcdAuthority, server, client },
    frontProxy: { authority: frontProxyAuthority, client: frontProxy, clientName },
  };
}
