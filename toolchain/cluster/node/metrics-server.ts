import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiregistrationV1Api } from "@kubernetes/client-node";
import type { ClusterContext, Program } from "../program.ts";
import { NODE_NAME } from "./identity.ts";
import type { Manifest } from "./manifest.ts";
import { outsideService } from "./outside-service.ts";
import { placesOf } from "./places.ts";
import { until } from "./until.ts";
import { ACCESS_GROUP, userWithRole, userWithRules } from "./user-access.ts";

const NAME = "metrics-server";
const PORT = 4443;
const API_SERVICE = "v1beta1.metrics.k8s.io";

/** Answers what pods use, for the autoscaler. It asks the real node only: the simulated ones use nothing. */
export async function metricsServer(
  context: ClusterContext,
  api: () => ApiregistrationV1Api,
): Promise<Program> {
  const kubeconfig = await context.kubeconfigFor(NAME, { commonName: NAME });
  const hosts = [NAME, `${NAME}.kube-system`, `${NAME}.kube-system.svc`];
  const serving = await context.issue({ name: "metrics-server", commonName: NAME, hosts });
  const { node } = context.addresses;
  return {
    name: NAME,
    command: join(context.binaries.module("node/programs"), NAME),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      `--kubelet-certificate-authority=${context.certificateAuthority}`,
      "--kubelet-preferred-address-types=InternalIP",
      "--kubelet-use-node-status-port",
      `--node-selector=kubernetes.io/hostname=${NODE_NAME}`,
      "--metric-resolution=10s",
      "--kubelet-request-timeout=5s",
      `--bind-address=${node}`,
      `--secure-port=${String(PORT)}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--cert-dir=${placesOf(context).settings}`,
    ],
    after: ["kube-proxy"],
    ready: (signal) => until(() => isAvailable(api()), signal),
  };
}

async function isAvailable(api: ApiregistrationV1Api): Promise<boolean> {
  const { status } = await api.readAPIService({ name: API_SERVICE });
  return (status?.conditions ?? []).some(({ type, status }) => type === "Available" && status === "True");
}

/** What must be there before it starts: it ends at once if it may not read its settings. */
export function metricsServerObjects({ addresses, certificateAuthority }: ClusterContext): Manifest[] {
  const ports = [{ name: "https", protocol: "TCP", port: 443, targetPort: PORT }] as const;
  return [
    ...userWithRules(NAME, [
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] },
    ]),
    userWithRole(NAME, "system:auth-delegator"),
    authenticationReader,
    aggregatedReader,
    ...outsideService({ name: NAME, address: addresses.node, ports }),
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: API_SERVICE },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { name: NAME, namespace: "kube-system", port: 443 },
        caBundle: readFileSync(certificateAuthority).toString("base64"),
      },
    },
  ];
}

/** It learns from the API server's own settings whose word it takes for who is asking. */
const authenticationReader: Manifest = {
  apiVersion: `${ACCESS_GROUP}/v1`,
  kind: "RoleBinding",
  metadata: { name: "metrics-server-authentication-reader", namespace: "kube-system" },
  roleRef: { apiGroup: ACCESS_GROUP, kind: "Role", name: "extension-apiserver-authentication-reader" },
  subjects: [{ apiGroup: ACCESS_GROUP, kind: "User", name: NAME }],
};

/** Whoever may view a namespace may view what its pods use. */
const aggregatedReader: Manifest = {
  apiVersion: `${ACCESS_GROUP}/v1`,
  kind: "ClusterRole",
  metadata: {
    name: "system:aggregated-metrics-reader",
    labels: Object.fromEntries(
      ["view", "edit", "admin"].map((role) => [`${ACCESS_GROUP}/aggregate-to-${role}`, "true"]),
    ),
  },
  rules: [{ apiGroups: ["metrics.k8s.io"], resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] }],
};
