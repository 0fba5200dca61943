import { at, type Json, type Mutation, pod } from "./mutation.ts";

/** One change to dev's only role: it gives a right more. */
export const role = (apiGroup: string, resource: string, verb: string): Mutation => ({
  stack: "dev",
  resource: "atlas-ux-off-hours-role",
  change: (inputs) =>
    (inputs["rules"] as Json[]).push({ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }),
});

const binding = (change: Mutation["change"], more: Partial<Mutation> = {}): Mutation => ({
  stack: "dev",
  resource: "atlas-ux-off-hours-role-binding",
  change,
  ...more,
});

/** One change for each rule about rights and the accounts that have them. */
export const accessMutations: Readonly<Record<string, Mutation>> = {
  "no-wildcard-rbac": role("acme.dev", "things", "*"),
  "no-cluster-admin-binding": binding(
    (inputs) =>
      (inputs["roleRef"] = {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: "cluster-admin",
      }),
  ),
  "no-pod-exec-rbac": role("", "pods/exec", "create"),
  "no-rbac-escalation-verbs": role("rbac.authorization.k8s.io", "roles", "escalate"),
  "no-webhook-config-rbac": role("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "patch"),
  "no-csr-approval-rbac": role("certificates.k8s.io", "certificatesigningrequests/approval", "update"),
  "no-nodes-proxy-rbac": role("", "nodes/proxy", "get"),
  "no-token-create-rbac": role("", "serviceaccounts/token", "create"),
  "no-anonymous-binding": binding((inputs) =>
    (inputs["subjects"] as Json[]).push({ kind: "Group", name: "system:authenticated" }),
  ),
  "no-default-service-account": {
    resource: "odd-scenes-frontend",
    change: (inputs) => delete pod(inputs)["serviceAccountName"],
  },
  "no-automount-sa-token": {
    resource: "crb-analyser-cache-account",
    change: (inputs) => delete inputs["automountServiceAccountToken"],
  },
  "service-account-exists": {
    resource: "atlas-ux-scheduler-account",
    change: (inputs) => (at(inputs, "metadata")["name"] = "scheduling"),
    blames: "atlas-ux-scheduler",
  },
  "no-deprecated-service-account-field": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => {
      pod(inputs)["serviceAccount"] = pod(inputs)["serviceAccountName"];
      delete pod(inputs)["serviceAccountName"];
    },
  },
  "no-legacy-sa-token-secret": {
    stack: "dev",
    resource: "odd-scenes-cache-password-generated",
    change: (inputs) => (inputs["type"] = "kubernetes.io/service-account-token"),
  },
};
