import { operatorNamespaces } from "./operator-namespaces.ts";
import { requestRateRule } from "./request-rate-metric.ts";
import { telemetryOperators } from "./telemetry-operators.ts";

/** An API that an operator adds to a cluster. */
export interface AddedApi {
  readonly group: string;
  readonly version: string;
  /** The kinds that Slipway writes, or lets the cluster's own controllers read. */
  readonly kinds: readonly string[];
  /** How the API server learns of it. */
  readonly by: "CustomResourceDefinition" | "APIService";
}

/** A Helm chart at one version. */
export interface Chart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  readonly namespace: string;
  /** What must be said beside its defaults. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A file for `kubectl apply --server-side`. */
export interface Manifest {
  readonly url: string;
  /** Where its objects go, when they don't say so themselves; it must be there before. */
  readonly namespace?: string;
}

/** Something that a cluster must run before Slipway's stacks work on it. */
export interface Operator {
  readonly name: string;
  /** What stacks use it for. */
  readonly purpose: string;
  /** The release that Slipway is checked against. Absent: none is known, so take the newest. */
  readonly version?: string;
  /** Without any, the cluster's APIs don't tell whether it is there. */
  readonly apis: readonly AddedApi[];
  /** Absent: the version of the chart that brings this release is not known, so Slipway doesn't install it. */
  readonly chart?: Chart;
  /** The release's own manifest. */
  readonly manifest?: Manifest;
  /** What it has to be told, as its own configuration file holds it. @default nothing */
  readonly configuration?: unknown;
  /** Where its own instructions stand. */
  readonly documentation: string;
}

const definedBy = (group: string, version: string, ...kinds: readonly string[]): AddedApi => ({
  group,
  version,
  kinds,
  by: "CustomResourceDefinition",
});

const servedBy = (group: string, version: string, ...kinds: readonly string[]): AddedApi => ({
  group,
  version,
  kinds,
  by: "APIService",
});

/** What a cluster must have beside Kubernetes itself: the one list that docs, checks and installers read. */
export const clusterContract: readonly Operator[] = [
  {
    name: "Gateway API",
    purpose: "routes from outside; Traefik carries them out",
    version: "v1.6.3",
    apis: [
      definedBy("gateway.networking.k8s.io", "v1", "Gateway", "HTTPRoute"),
      definedBy("gateway.networking.k8s.io", "v1beta1", "ReferenceGrant"),
    ],
    manifest: {
      url: "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.3/standard-install.yaml",
    },
    documentation: "https://gateway-api.sigs.k8s.io/guides/",
  },
  {
    name: "Traefik",
    purpose: "the gateway: TLS, rate limits, weights of a canary",
    version: "v3.6.12",
    apis: [
      definedBy("traefik.io", "v1alpha1", "Middleware", "ServersTransport", "TLSOption", "TraefikService"),
    ],
    documentation: "https://doc.traefik.io/traefik/getting-started/install-traefik/",
  },
  {
    name: "cert-manager",
    purpose: "certificates of public hostnames",
    version: "v1.21.2",
    apis: [definedBy("cert-manager.io", "v1", "Certificate", "Issuer")],
    chart: {
      name: "cert-manager",
      repository: "https://charts.jetstack.io",
      version: "v1.21.2",
      namespace: "cert-manager",
      values: {
        "crds.enabled": "true",
        "config.apiVersion": "controller.config.cert-manager.io/v1alpha1",
        "config.kind": "ControllerConfiguration",
        "config.gatewayAPI.enabled": "true",
      },
    },
    documentation: "https://cert-manager.io/docs/installation/",
  },
  {
    name: "Prometheus Operator",
    purpose:
      "scraping, recording rules, alerts and their routing; its Prometheus, in the namespace monitoring, has to take the monitors and the rules of every namespace, to scrape Traefik, or releases are not measured, and to scrape the kubelets, honouring their labels, or nobody is told that a volume fills up, and their cAdvisor, or memory and CPU of a release are not watched; External Secrets and kube-state-metrics likewise, or nobody is told that a secret is not copied, or too old, nor that Qdrant is there, or Redis while its exporter is away; itself and its Alertmanager, or nobody is told that alerts do not get through; it must keep what it counted for as long as the longest period of an objective, 30 days at least, or what is left of its error budget is not known; in its namespace each system with observers gets a role, which lets them ask it and its Alertmanager through the API server",
    version: "v0.85.0",
    apis: [
      definedBy("monitoring.coreos.com", "v1", "ServiceMonitor", "PodMonitor", "PrometheusRule", "Probe"),
      definedBy("monitoring.coreos.com", "v1alpha1", "AlertmanagerConfig"),
    ],
    manifest: {
      url: "https://github.com/prometheus-operator/prometheus-operator/releases/download/v0.85.0/bundle.yaml",
    },
    // Of Alertmanager's own object. A route says its namespace itself, and so does each alert.
    configuration: {
      kind: "Alertmanager",
      spec: {
        alertmanagerConfigMatcherStrategy: { type: "None" },
        alertmanagerConfigSelector: {},
        alertmanagerConfigNamespaceSelector: {},
      },
    },
    documentation: "https://prometheus-operator.dev/docs/getting-started/installation/",
  },
  {
    name: "kube-state-metrics",
    purpose:
      "metrics of the objects themselves: replicas wanted and there, restarts, claims, the age of Secrets",
    apis: [],
    documentation: "https://github.com/kubernetes/kube-state-metrics",
  },
  {
    name: "node exporter",
    purpose: "metrics of the nodes",
    apis: [],
    documentation: "https://github.com/prometheus/node_exporter",
  },
  {
    name: "blackbox exporter",
    purpose:
      "probes of public addresses, certificates' expiry; it must answer as blackbox-exporter in the namespace monitoring, by plain HTTP on port 19115, as kube-prometheus has it, have the module http_2xx, and reach the internet's way in to the cluster",
    apis: [],
    documentation: "https://github.com/prometheus/blackbox_exporter",
  },
  {
    name: "Grafana",
    purpose:
      "boards; the sidecar of its chart has to look for the label grafana_dashboard in every namespace, and take folders from the annotation grafana_folder (searchNamespace: ALL, folderAnnotation: grafana_folder, foldersFromFilesStructure: true), and Prometheus has to be among its data sources",
    apis: [],
    documentation: "https://grafana.com/docs/grafana/latest/setup-grafana/installation/helm/",
  },
  {
    name: "CloudNativePG",
    purpose: "Postgres in staging and production",
    version: "v1.30.0",
    apis: [definedBy("postgresql.cnpg.io", "v1", "Cluster", "Pooler", "ScheduledBackup")],
    manifest: {
      url: "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/release-1.30/releases/cnpg-1.30.0.yaml",
    },
    documentation: "https://cloudnative-pg.io/documentation/current/installation_upgrade/",
  },
  {
    name: "Barman Cloud plugin of CloudNativePG",
    purpose: "Postgres' backups and point-in-time recovery; needs cert-manager",
    version: "v0.15.0",
    apis: [definedBy("barmancloud.cnpg.io", "v1", "ObjectStore")],
    manifest: {
      url: "https://github.com/cloudnative-pg/plugin-barman-cloud/releases/download/v0.15.0/manifest.yaml",
    },
    documentation: "https://cloudnative-pg.io/plugin-barman-cloud/docs/installation/",
  },
  {
    name: "External Secrets",
    purpose: "secrets of staging and production, out of a store outside the cluster",
    version: "v1.3.2",
    apis: [definedBy("external-secrets.io", "v1", "ExternalSecret", "ClusterSecretStore")],
    chart: {
      name: "external-secrets",
      repository: "https://charts.external-secrets.io",
      version: "1.3.2",
      namespace: "external-secrets",
    },
    documentation: "https://external-secrets.io/latest/introduction/getting-started/",
  },
  {
    name: "Argo Rollouts",
    purpose: "canaries and their analysis",
    version: "v1.10.1",
    apis: [definedBy("argoproj.io", "v1alpha1", "Rollout", "AnalysisTemplate")],
    manifest: {
      url: "https://github.com/argoproj/argo-rollouts/releases/download/v1.10.1/install.yaml",
      namespace: operatorNamespaces.rollouts.namespace,
    },
    documentation: "https://argoproj.github.io/argo-rollouts/installation/",
  },
  ...telemetryOperators,
  {
    name: "metrics-server",
    purpose: "CPU and memory of pods, which autoscalers go by",
    apis: [servedBy("metrics.k8s.io", "v1beta1", "PodMetrics", "NodeMetrics")],
    documentation: "https://github.com/kubernetes-sigs/metrics-server",
  },
  {
    name: "custom-metrics adapter",
    purpose: "requests per second of each pod, which autoscalers of what takes traffic go by",
    apis: [servedBy("custom.metrics.k8s.io", "v1beta2", "MetricValueList")],
    configuration: { rules: [requestRateRule] },
    documentation: "https://github.com/kubernetes-sigs/prometheus-adapter",
  },
  {
    name: "Chaos Mesh",
    purpose: "game days: faults on purpose",
    apis: [
      definedBy(
        "chaos-mesh.org",
        "v1alpha1",
        "PodChaos",
        "NetworkChaos",
        "StressChaos",
        "IOChaos",
        "Schedule",
      ),
    ],
    documentation: "https://chaos-mesh.org/docs/production-installation-using-helm/",
  },
];
