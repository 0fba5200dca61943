import { AppsV1Api, AutoscalingV2Api, CoreV1Api, KubeConfig, type V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";

/** The ways to ask the API server. */
export interface KubernetesClients {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly autoscaling: AutoscalingV2Api;
}

export function kubernetesClients(cluster: Cluster): KubernetesClients {
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    autoscaling: config.makeApiClient(AutoscalingV2Api),
  };
}

/** The pods of a namespace, or those of one part in it; pods that are being deleted too. */
export async function podsOf(
  { core }: KubernetesClients,
  namespace: string,
  part?: string,
): Promise<V1Pod[]> {
  const labelSelector = part === undefined ? undefined : `app.kubernetes.io/name=${part}`;
  const { items } = await core.listNamespacedPod({ namespace, ...(labelSelector && { labelSelector }) });
  return items;
}

/** Whether a pod serves. */
export const isReady = ({ metadata, status }: V1Pod): boolean =>
  metadata?.deletionTimestamp === undefined &&
  status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;

/** The address of a Service inside the cluster. */
export async function serviceAddress(
  { core }: KubernetesClients,
  namespace: string,
  name: string,
): Promise<string> {
  const { spec } = await core.readNamespacedService({ namespace, name });
  const port = spec?.ports?.[0]?.port;
  if (spec?.clusterIP === undefined || port === undefined)
    throw new Error(`${namespace}/${name} has no address`);
  return `http://${spec.clusterIP}:${port}`;
}

/** The address of a Service by its name in the cluster's DNS. */
export async function serviceUrl(
  { core }: KubernetesClients,
  namespace: string,
  name: string,
): Promise<string> {
  const { spec } = await core.readNamespacedService({ namespace, name });
  return `http://${name}.${namespace}.svc.cluster.local:${spec?.ports?.[0]?.port ?? 80}`;
}

/** What an API call that must fail was answered with. @throws Error when it was let through. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("the API server let it through");
}
