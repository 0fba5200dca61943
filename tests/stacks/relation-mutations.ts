import { at, type Json, type Mutation, pod } from "./mutation.ts";

const metadata = (inputs: Json): Json => at(inputs, "metadata");
const spec = (inputs: Json): Json => at(inputs, "spec");

/** One change for each rule that compares objects of a stack by their selectors, names and numbers. */
export const relationMutations: Readonly<Record<string, Mutation>> = {
  "hpa-min-replicas": {
    resource: "atlas-ux-web-autoscaler",
    change: (inputs) => (spec(inputs)["minReplicas"] = 1),
  },
  "hpa-has-headroom": {
    resource: "odd-scenes-backend-autoscaler",
    change: (inputs) => (spec(inputs)["maxReplicas"] = spec(inputs)["minReplicas"]),
  },
  "min-replicas": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => (spec(inputs)["replicas"] = 1),
  },
  "require-topology-spread": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => delete pod(inputs)["topologySpreadConstraints"],
  },
  "require-pdb": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => {
      const template = at(inputs, "spec", "template", "metadata", "labels");
      template["app.kubernetes.io/name"] = "ai";
      at(inputs, "spec", "selector", "matchLabels")["app.kubernetes.io/name"] = "ai";
    },
    isAdded: true,
    alsoFires: ["require-topology-spread"],
  },
  "pdb-selects-pods": {
    resource: "atlas-ux-database-pooled-disruption-budget",
    change: (inputs) => (at(inputs, "spec", "selector", "matchLabels")["cnpg.io/poolerName"] = "pooled"),
  },
  "pdb-allows-disruption": {
    resource: "atlas-ux-frontend-disruption-budget",
    change: (inputs) => (spec(inputs)["maxUnavailable"] = 0),
  },
  "pdb-below-hpa-min": {
    resource: "atlas-ux-web-disruption-budget",
    change: (inputs) => {
      delete spec(inputs)["maxUnavailable"];
      spec(inputs)["minAvailable"] = 2;
    },
  },
  "service-selects-pods": {
    resource: "odd-scenes-vector-store-service",
    change: (inputs) => (at(inputs, "spec", "selector")["app.kubernetes.io/name"] = "vectors"),
  },
  "service-target-port-exists": {
    resource: "atlas-ux-web-canary-service",
    change: (inputs) => (at(inputs, "spec", "ports", 0)["targetPort"] = 3003),
  },
  "network-policy-selects-pods": {
    resource: "atlas-ux-certificate-challenges",
    change: (inputs) => (metadata(inputs)["namespace"] = "cert-manager"),
  },
  "require-network-policy": {
    resource: "atlas-ux-snapshot-metrics",
    change: (inputs) => (metadata(inputs)["namespace"] = "elsewhere"),
    isAdded: true,
    // Its figures were noted before; the twin has them, too.
    alsoFires: ["service-account-exists", "env-references-exist"],
  },
  "default-deny-network-policy": {
    resource: "atlas-ux-default-deny-policy",
    change: (inputs) => (spec(inputs)["ingress"] = [{}]),
    blames: "atlas-ux-namespace",
  },
  "namespace-requires-quota": {
    resource: "atlas-ux-quota",
    change: (inputs) => (metadata(inputs)["namespace"] = "elsewhere"),
    blames: "atlas-ux-namespace",
  },
  "monitor-selects-target": {
    resource: "atlas-ux-database-dump-metrics-monitor",
    change: (inputs) => (at(inputs, "spec", "selector", "matchLabels")["app.kubernetes.io/name"] = "dumps"),
  },
};
