import { at, container, type Json, type Mutation } from "./mutation.ts";

const metadata = (inputs: Json): Json => at(inputs, "metadata");
const spec = (inputs: Json): Json => at(inputs, "spec");

/** One change for each rule about an object's kind, names and lifetime. */
export const objectMutations: Readonly<Record<string, Mutation>> = {
  "probes-not-identical": {
    resource: "odd-scenes-backend",
    change: (inputs) => (container(inputs)["livenessProbe"] = container(inputs)["readinessProbe"]),
  },
  "no-bare-pods": {
    resource: "atlas-ux-web",
    isAdded: true,
    type: "kubernetes:core/v1:Pod",
    change: (inputs) => {
      const template = at(inputs, "spec", "template");
      inputs["spec"] = template["spec"];
      metadata(inputs)["labels"] = {
        ...at(inputs, "metadata", "labels"),
        ...at(template, "metadata", "labels"),
      };
    },
  },
  "statefulset-headless-service": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (spec(inputs)["serviceName"] = "vectors"),
  },
  "job-ttl": {
    resource: "atlas-ux-migration",
    change: (inputs) => (spec(inputs)["ttlSecondsAfterFinished"] = 60),
  },
  "cronjob-deadline": {
    resource: "atlas-ux-database-dump",
    change: (inputs) => delete spec(inputs)["startingDeadlineSeconds"],
  },
  "no-default-namespace": {
    resource: "atlas-ux-limits",
    isAdded: true,
    change: (inputs) => (metadata(inputs)["namespace"] = "default"),
  },
  "valid-labels": {
    resource: "odd-scenes-cache-service",
    change: (inputs) => (at(inputs, "metadata", "labels")["slipway.dev/owner"] = "the team of odd scenes"),
  },
  "selector-matches-template": {
    resource: "crb-analyser-cache",
    change: (inputs) => (at(inputs, "spec", "selector", "matchLabels")["app.kubernetes.io/name"] = "redis"),
  },
  "no-deprecated-apis": {
    resource: "atlas-ux-web-disruption-budget",
    isAdded: true,
    type: "kubernetes:policy/v1beta1:PodDisruptionBudget",
    change: () => undefined,
  },
  "no-host-path-pv": {
    resource: "odd-scenes-cache-claim",
    isAdded: true,
    type: "kubernetes:core/v1:PersistentVolume",
    change: (inputs) => (inputs["spec"] = { hostPath: { path: "/var/data" } }),
    alsoFires: ["encrypted-storage"],
  },
  "allowed-storage-class": {
    resource: "odd-scenes-cache-claim",
    isAdded: true,
    change: (inputs) => (metadata(inputs)["name"] = "cache-too"),
  },
};
