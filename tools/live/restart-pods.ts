import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node";

/** The annotation that `kubectl rollout restart` sets, so that both are the same to whoever looks. */
const restartedAt = "kubectl.kubernetes.io/restartedAt";

/** Under a name of its own, so that the engine takes the annotation for nobody's change of what it declared. */
const fieldManager = "slipway-restart";

/** A change of a workload that replaces its pods as a release does, and changes nothing else. */
export function restartPatch(
  { apiVersion, kind, metadata }: KubernetesObject,
  now: Date,
): KubernetesObject & { readonly spec: unknown } {
  const { name = "", namespace = "" } = metadata ?? {};
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    metadata: { name, namespace },
    spec: { template: { metadata: { annotations: { [restartedAt]: now.toISOString() } } } },
  };
}

/**
 * Replaces the pods of workloads, one workload after the other; each goes on by itself once it is told.
 * @throws Error of the API server's at the first that it refuses.
 */
export async function restartPods(
  config: KubeConfig,
  workloads: readonly KubernetesObject[],
  { now, told }: { readonly now: Date; readonly told: (workload: KubernetesObject) => void },
): Promise<void> {
  const { KubernetesObjectApi, PatchStrategy } = await import("@kubernetes/client-node");
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const workload of workloads) {
    await api.patch(
      restartPatch(workload, now),
      undefined,
      undefined,
      fieldManager,
      undefined,
      PatchStrategy.MergePatch,
    );
    told(workload);
  }
}
