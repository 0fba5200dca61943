import { startPolling } from "../../polling.ts";
import { isReady, type KubernetesClients, podsOf } from "./kubernetes.ts";

/** What was seen of a Deployment's pods while it was rolled out. */
export interface DeploymentRecord {
  readonly replicas: number;
  /** The fewest pods that were ready at one moment. */
  readonly fewestReady: number;
  /** The most pods at one moment that were not on their way out. */
  readonly mostPods: number;
}

const LOOK_MILLISECONDS = 250;

/** Watches a Deployment's pods from now until it is stopped. */
export function watchDeployment(
  clients: KubernetesClients,
  { namespace, name }: { namespace: string; name: string },
): { stop(): Promise<DeploymentRecord> } {
  let fewestReady = Number.POSITIVE_INFINITY;
  let mostPods = 0;
  let replicas = Number.POSITIVE_INFINITY;
  const polling = startPolling(async () => {
    const pods = await podsOf(clients, namespace, name);
    const { spec } = await clients.apps.readNamespacedDeployment({ namespace, name });
    // An autoscaler may raise the number meanwhile; the promise is about the fewest that were asked for.
    replicas = Math.min(replicas, spec?.replicas ?? 1);
    fewestReady = Math.min(fewestReady, pods.filter(isReady).length);
    const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).length;
    mostPods = Math.max(mostPods, staying - Math.max(0, (spec?.replicas ?? 1) - replicas));
  }, LOOK_MILLISECONDS);
  return {
    async stop() {
      await polling.stop();
      return { replicas, fewestReady, mostPods };
    },
  };
}
