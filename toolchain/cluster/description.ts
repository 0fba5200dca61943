/** A running Kubernetes cluster of this machine, alone in its namespaces. */
export interface Cluster {
  readonly name: string;
  /** `.toolchain/cluster/instances/<name>` */
  readonly folder: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** The UID of kube-system, which no two clusters share. */
  readonly identity: string;
  /** `https://198.18.x.y:6443`, reachable from the host. */
  readonly apiServer: string;
  /** Where images are pushed to from the host, and the name under which pods pull them. Without a real node, nothing. */
  readonly registry:
    | {
        readonly name: "registry.slipway.test:5000";
        readonly address: string;
        /** Path of the authority's certificate. */
        readonly certificateAuthority: string;
      }
    | undefined;
  readonly node: { readonly kind: "real" } | { readonly kind: "simulated-only"; readonly reason: string };
  /** The first process of the cluster's namespaces; when it ends, all of the cluster does. */
  readonly supervisor: number;
  /** The folder of the programs' logs. */
  readonly logs: string;
}
