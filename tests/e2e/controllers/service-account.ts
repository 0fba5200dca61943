import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { Cluster } from "../../../toolchain/cluster/cluster.ts";
import { writeWhole } from "../../../toolchain/steps/atomic-file.ts";
import { ApiServer } from "../operators/api-server.ts";
import type { KubernetesObject } from "../operators/kubernetes-object.ts";

/** What a role allows. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Who a controller is to the API server. */
export interface ServiceAccount {
  readonly name: string;
  /** Made when it is not there. */
  readonly namespace: string;
  /** What its own documentation gives it, in every namespace; so what it lacks shows here as it would anywhere. */
  readonly rules: readonly AccessRule[];
}

const MANAGER = "slipway-e2e";
const ACCESS = "rbac.authorization.k8s.io";
/** Longer than any suite. */
const TOKEN_SECONDS = 12 * 3600;

/** Makes a service account with a cluster role of its own. @returns The path of its kubeconfig, which holds a token. */
export async function serviceAccountKubeconfig(
  cluster: Pick<Cluster, "apiServer" | "folder" | "kubeconfig">,
  { name, namespace, rules }: ServiceAccount,
): Promise<string> {
  const api = await ApiServer.of(cluster.kubeconfig);
  for (const object of accountObjects({ name, namespace, rules }))
    await api.apply(object, { manager: MANAGER });
  const administrator = new KubeConfig();
  administrator.loadFromFile(cluster.kubeconfig);
  const { status } = await administrator.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: TOKEN_SECONDS } },
  });
  if (status?.token === undefined) throw new Error(`The API server gave ${namespace}/${name} no token.`);
  const file = join(cluster.folder, "controllers", `${name}.kubeconfig`);
  writeWhole(file, kubeconfig(cluster.apiServer, administrator, { name, token: status.token }), 0o600);
  return file;
}

function accountObjects({ name, namespace, rules }: ServiceAccount): readonly KubernetesObject[] {
  const subject = { kind: "ServiceAccount", name, namespace };
  const role = `${namespace}-${name}`;
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { apiVersion: `${ACCESS}/v1`, kind: "ClusterRole", metadata: { name: role }, rules },
    {
      apiVersion: `${ACCESS}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: role },
      roleRef: { apiGroup: ACCESS, kind: "ClusterRole", name: role },
      subjects: [subject],
    },
  ];
}

/** It is YAML, as all JSON is. */
function kubeconfig(
  server: string,
  administrator: KubeConfig,
  user: { readonly name: string; readonly token: string },
): string {
  const { caData, caFile } = administrator.getCurrentCluster() ?? {};
  const authority = caData ?? readFileSync(caFile ?? "").toString("base64");
  const context = "slipway-test";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": authority } }],
    contexts: [{ name: context, context: { cluster: context, user: user.name } }],
    users: [{ name: user.name, user: { token: user.token } }],
  });
}
