/** Where an operator keeps the definitions of its kinds. */
export interface CrdSource {
  /** Its name in the cluster's contract. */
  readonly operator: string;
  /** The Go module that has them, at the version in `go.mod`; without one they have no registry to come from. */
  readonly module?: string;
  /** The folder or the file, below the module's, or below the folder of {@link loadCrds}. */
  readonly path: string;
}

/** Every operator of the contract that defines kinds. */
export const crdSources: readonly CrdSource[] = [
  { operator: "Gateway API", module: "sigs.k8s.io/gateway-api", path: "config/crd/standard" },
  {
    operator: "Traefik",
    module: "github.com/traefik/traefik/v3",
    path: "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
  },
  { operator: "cert-manager", module: "github.com/cert-manager/cert-manager", path: "deploy/crds" },
  {
    operator: "Prometheus Operator",
    module: "github.com/prometheus-operator/prometheus-operator",
    path: "example/prometheus-operator-crd",
  },
  { operator: "CloudNativePG", path: "cloudnative-pg" },
  {
    operator: "Barman Cloud plugin of CloudNativePG",
    module: "github.com/cloudnative-pg/plugin-barman-cloud",
    path: "config/crd/bases",
  },
  {
    operator: "External Secrets",
    module: "github.com/external-secrets/external-secrets",
    path: "config/crds/bases",
  },
  { operator: "Argo Rollouts", module: "github.com/argoproj/argo-rollouts", path: "manifests/crds" },
  { operator: "Chaos Mesh", module: "github.com/chaos-mesh/chaos-mesh", path: "config/crd/bases" },
];
