import { accessMutations } from "./access-mutations.ts";
import { advisoryMutations } from "./advisory-mutations.ts";
import { deliveryMutations } from "./delivery-mutations.ts";
import { at, container, type Json, type Mutation, pod, taskContainer } from "./mutation.ts";
import { networkMutations } from "./network-mutations.ts";
import { objectMutations } from "./object-mutations.ts";
import { operatorMutations } from "./operator-mutations.ts";
import { podSecurityMutations } from "./pod-security-mutations.ts";
import { relationMutations } from "./relation-mutations.ts";

const released = `sha256:${"a1".repeat(32)}`;

/** One change to production's stack, or to another's, for each rule that must make just that rule fire. */
export const mutations: Readonly<Record<string, Mutation>> = {
  ...podSecurityMutations,
  ...accessMutations,
  ...networkMutations,
  ...objectMutations,
  ...operatorMutations,
  ...relationMutations,
  ...advisoryMutations,
  ...deliveryMutations,
  "no-latest-tag": {
    resource: "atlas-ux-web",
    change: (inputs) => (container(inputs)["image"] = "nginx:latest"),
    alsoFires: ["require-image-digest", "image-pull-policy-matches-reference"],
  },
  "require-image-digest": {
    resource: "odd-scenes-backend",
    change: (inputs) => (container(inputs)["image"] = "ghcr.io/odd-scenes/backend:1.2.3"),
    alsoFires: ["image-pull-policy-matches-reference"],
  },
  "allowed-image-registries": {
    resource: "crb-analyser-cache",
    change: (inputs) => (container(inputs)["image"] = `quay.io/stranger/redis@${released}`),
  },
  "no-deprecated-registry": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (container(inputs)["image"] = `k8s.gcr.io/qdrant@${released}`),
    alsoFires: ["allowed-image-registries"],
  },
  "require-requests-and-limits": {
    resource: "crb-analyser-cache",
    change: (inputs) => delete at(container(inputs), "resources", "limits")["memory"],
  },
  "valid-resource-quantities": {
    resource: "atlas-ux-scheduler",
    change: (inputs) => (at(container(inputs), "resources", "requests")["memory"] = "200m"),
    alsoFires: ["limit-request-ratio", "memory-request-equals-limit"],
  },
  "max-container-resources": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => (at(container(inputs), "resources", "limits")["memory"] = "512Gi"),
    alsoFires: ["limit-request-ratio", "memory-request-equals-limit"],
  },
  "require-ephemeral-storage-limit": {
    resource: "odd-scenes-database-drill",
    change: (inputs) => delete at(taskContainer(inputs), "resources", "limits")["ephemeral-storage"],
  },
  "emptydir-size-limit": {
    resource: "odd-scenes-frontend",
    change: (inputs) => (pod(inputs)["volumes"] as Json[]).push({ name: "scratch", emptyDir: {} }),
  },
  "require-liveness-probe": {
    resource: "atlas-ux-engine-worker",
    change: (inputs) => delete container(inputs)["livenessProbe"],
  },
  "require-readiness-probe": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => delete container(inputs)["readinessProbe"],
  },
  "probe-port-declared": {
    resource: "odd-scenes-backend",
    change: (inputs) => (at(container(inputs), "livenessProbe", "httpGet")["port"] = 1),
  },
  "valid-restart-policy": {
    resource: "atlas-ux-email-worker",
    change: (inputs) => (pod(inputs)["restartPolicy"] = "OnFailures"),
  },
  "read-only-root-filesystem": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => (at(container(inputs), "securityContext")["readOnlyRootFilesystem"] = false),
  },
  "rolling-update-strategy": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => delete at(inputs, "spec", "strategy", "rollingUpdate")["maxSurge"],
  },
  "no-static-replicas-with-hpa": {
    resource: "atlas-ux-web",
    change: (inputs) => (at(inputs, "spec")["replicas"] = 2),
    ignoresNothing: true,
  },
  "hpa-target-exists": {
    resource: "odd-scenes-backend-autoscaler",
    change: (inputs) => (at(inputs, "spec", "scaleTargetRef")["kind"] = "Deployment"),
    isAdded: true,
  },
  "one-autoscaler-per-workload": {
    resource: "odd-scenes-backend-autoscaler",
    change: (inputs) => (at(inputs, "metadata")["name"] = "backend-by-queue"),
    isAdded: true,
  },
  "singleton-stays-single": {
    resource: "atlas-ux-email-worker",
    change: (inputs) => (at(inputs, "spec")["replicas"] = 2),
    alsoFires: ["require-pdb", "require-topology-spread"],
  },
  "require-postgres-backups": {
    resource: "odd-scenes-database-backup-schedule",
    change: (inputs) => (at(inputs, "spec")["schedule"] = "0 2 * * *"),
  },
  "require-labels": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => delete at(inputs, "metadata", "labels")["slipway.dev/owner"],
  },
  "namespace-psa-restricted": {
    resource: "odd-scenes-namespace",
    change: (inputs) => delete at(inputs, "metadata", "labels")["pod-security.kubernetes.io/enforce"],
  },
  "one-system-per-database": {
    resource: "odd-scenes-database-password",
    change: (inputs) =>
      (at(inputs, "spec", "data", 0, "remoteRef")["key"] = "production/atlas-ux/DATABASE_PASSWORD"),
  },
  "require-alert-runbooks": {
    resource: "crb-analyser-data-alerts-rule",
    change: (inputs) => delete at(inputs, "spec", "groups", 0, "rules", 0, "annotations")["runbook_url"],
  },
  "no-broad-secret-access": {
    stack: "dev",
    resource: "atlas-ux-off-hours-role",
    change: (inputs) =>
      (inputs["rules"] = [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }]),
  },
  "no-literal-secret": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) =>
      (container(inputs)["env"] as Json[]).push({
        name: "STRIPE_SIGNING_KEY",
        value: "written-out",
      }),
  },
};

/** Changes that rules must tell beside those, of what they ask for by a parameter. */
export const furtherMutations: readonly (readonly [string, Mutation])[] = [
  [
    "require-alert-runbooks",
    {
      resource: "crb-analyser-data-alerts-rule",
      change: (inputs) => delete at(inputs, "spec", "groups", 0, "rules", 0, "annotations")["dashboard_url"],
    },
  ],
];
