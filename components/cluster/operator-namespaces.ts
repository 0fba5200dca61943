/** Where pods of the platform run that have to do with the systems' own. */
export interface OperatorPods {
  readonly namespace: string;
  /** What tells them from other pods there. Absent: any pod of the namespace. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The namespace of each operator. The network lets in what stands here, so a cluster that differs changes this table. */
export const operatorNamespaces = {
  gateway: { namespace: "traefik" },
  monitoring: { namespace: "monitoring" },
  dns: { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  "cloudnative-pg": { namespace: "cnpg-system" },
  rollouts: { namespace: "argo-rollouts" },
} as const satisfies Readonly<Record<string, OperatorPods>>;

export type OperatorName = keyof typeof operatorNamespaces;
