import { at, type Json, type Mutation } from "./mutation.ts";

const spec = (inputs: Json): Json => at(inputs, "spec");

/** One change for each rule about what operators are told. */
export const operatorMutations: Readonly<Record<string, Mutation>> = {
  "no-unseen-release": {
    resource: "crb-analyser-cache-service",
    isAdded: true,
    type: "kubernetes:helm.sh/v3:Release",
    change: (inputs) => (inputs["chart"] = "redis"),
  },
  "external-secret-store-exists": {
    resource: "odd-scenes-cache-password",
    change: (inputs) => (at(inputs, "spec", "secretStoreRef")["name"] = "vault"),
  },
  "postgres-ha": {
    resource: "atlas-ux-database",
    change: (inputs) => (spec(inputs)["instances"] = 1),
  },
  "postgres-hardening": {
    resource: "atlas-ux-database",
    change: (inputs) => (spec(inputs)["enableSuperuserAccess"] = true),
  },
  "postgres-monitored": {
    resource: "odd-scenes-database",
    change: (inputs) => (at(inputs, "spec", "monitoring")["enablePodMonitor"] = true),
  },
  "valid-recovery-target": {
    resource: "odd-scenes-database",
    change: (inputs) => {
      spec(inputs)["bootstrap"] = {
        recovery: { source: "before", recoveryTarget: { targetTime: "2026-01-31 12:00:00" } },
      };
    },
  },
};
