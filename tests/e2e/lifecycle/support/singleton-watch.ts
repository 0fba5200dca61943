import type { V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { startPolling } from "../../polling.ts";
import { type KubernetesClients, podsOf } from "./kubernetes.ts";
import { runningContainers } from "./node-processes.ts";

/** What was seen of a singleton while it was replaced. */
export interface SingletonRecord {
  /** The most containers that had a process on the node at one moment. */
  readonly mostAtOnce: number;
  /** What ran when more than one did. */
  readonly together: readonly string[];
  /** The longest time, in seconds, in which none had. */
  readonly longestGap: number;
  /** How many pods had a container; a replacement has at least two. */
  readonly podsSeen: number;
  /** How often it was looked, to know that it was. */
  readonly samples: number;
}

const LOOK_MILLISECONDS = 50;
const LIST_MILLISECONDS = 250;

/**
 * Watches on the node how many containers of a singleton run, from now until it is stopped. A pod is there about half a
 * second before its container runs, and the pods are asked for more often than that.
 */
export function watchSingleton(
  clients: KubernetesClients,
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
): { stop(): Promise<SingletonRecord> } {
  const known = new Set<string>();
  const seen = new Set<string>();
  let mostAtOnce = 0;
  let together: readonly string[] = [];
  let longestGap = 0;
  let samples = 0;
  let lastSeen: number | undefined;

  const listing = startPolling(async () => {
    const pods: V1Pod[] = await podsOf(clients, namespace, name);
    for (const { metadata } of pods) if (metadata?.uid !== undefined) known.add(metadata.uid);
  }, LIST_MILLISECONDS);
  const looking = startPolling(() => {
    const running: string[] = [];
    for (const uid of known) {
      for (const { executable, containerId } of runningContainers(cluster, uid)) {
        seen.add(uid);
        running.push(`${executable} in ${containerId.slice(0, 12)} of pod ${uid}`);
      }
    }
    const now = performance.now();
    samples += 1;
    mostAtOnce = Math.max(mostAtOnce, running.length);
    if (running.length > 1 && together.length < 40)
      together = [...together, `${Math.round(now)}: ${running.join(" and ")}`];
    if (running.length > 0) {
      if (lastSeen !== undefined) longestGap = Math.max(longestGap, now - lastSeen);
      lastSeen = now;
    }
  }, LOOK_MILLISECONDS);
  return {
    async stop() {
      await Promise.all([listing.stop(), looking.stop()]);
      return { mostAtOnce, together, longestGap: longestGap / 1000, podsSeen: seen.size, samples };
    },
  };
}
