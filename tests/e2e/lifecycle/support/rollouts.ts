import { CustomObjectsApi } from "@kubernetes/client-node";
import type { KubernetesClients } from "./kubernetes.ts";

/** A Rollout of Argo's, as far as tests read it. */
export interface Rollout {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation?: number };
  readonly spec: { readonly replicas?: number; readonly progressDeadlineSeconds?: number };
  readonly status?: {
    /** `Progressing`, `Paused`, `Healthy` or `Degraded`. */
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly observedGeneration?: string;
    readonly availableReplicas?: number;
    readonly updatedReplicas?: number;
    /** The hash of the release that the traffic goes back to. */
    readonly stableRS?: string;
    /** The hash of the newest release. */
    readonly currentPodHash?: string;
    readonly conditions?: readonly { readonly type: string; readonly lastUpdateTime?: string }[];
  };
}

/** A service behind the gateway: the namespace and the name that its Rollout and its weights share. */
export interface ReleasedService {
  readonly namespace: string;
  readonly name: string;
}

const objects = ({ config }: KubernetesClients): CustomObjectsApi => config.makeApiClient(CustomObjectsApi);
const ofArgo = { group: "argoproj.io", version: "v1alpha1" } as const;

/** The Rollouts of a namespace. */
export async function rolloutsOf(clients: KubernetesClients, namespace: string): Promise<readonly Rollout[]> {
  const { items } = (await objects(clients).listNamespacedCustomObject({
    ...ofArgo,
    namespace,
    plural: "rollouts",
  })) as { items: readonly Rollout[] };
  return items;
}

/** One Rollout. */
export async function rolloutOf(clients: KubernetesClients, service: ReleasedService): Promise<Rollout> {
  return (await objects(clients).getNamespacedCustomObject({
    ...ofArgo,
    ...service,
    plural: "rollouts",
  })) as Rollout;
}

/** The names of the analyses that were run for a service. */
export async function analysisRunsOf(
  clients: KubernetesClients,
  { namespace, name }: ReleasedService,
): Promise<readonly string[]> {
  const { items } = (await objects(clients).listNamespacedCustomObject({
    ...ofArgo,
    namespace,
    plural: "analysisruns",
  })) as {
    items: readonly { metadata: { name: string; ownerReferences?: readonly { name: string }[] } }[];
  };
  return items
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.name === name) === true)
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** The share of the traffic, in percent, that the gateway is told to give to the newest release. */
export async function newestShare(clients: KubernetesClients, service: ReleasedService): Promise<number> {
  const { spec } = (await objects(clients).getNamespacedCustomObject({
    group: "traefik.io",
    version: "v1alpha1",
    ...service,
    plural: "traefikservices",
  })) as { spec: { weighted?: { services?: readonly { name: string; weight?: number }[] } } };
  const services = spec.weighted?.services ?? [];
  return services.find(({ name }) => name !== service.name)?.weight ?? 0;
}

/** Why a Rollout is not whole; nothing when all of its pods are of one release and serve. */
export function whyNotWhole({ metadata, spec, status = {} }: Rollout): string | undefined {
  const wanted = spec.replicas ?? 1;
  const { phase = "unknown", availableReplicas = 0, updatedReplicas = 0 } = status;
  const isSeen = status.observedGeneration === String(metadata.generation);
  if (isSeen && phase === "Healthy" && availableReplicas >= wanted && updatedReplicas >= wanted)
    return undefined;
  return `Rollout ${metadata.name}: ${phase}, ${availableReplicas} of ${wanted} available, ${updatedReplicas} updated. ${status.message ?? ""}`.trim();
}
