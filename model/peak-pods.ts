import type { EnvironmentName } from "./environment-name.ts";
import { podsAtPeak } from "./rollout-strategy.ts";
import type { Runnable } from "./runnable.ts";
import { mostReplicas } from "./scaling.ts";
import { strategyOf } from "./strategy-in-force.ts";

/**
 * The most pods that a service or task has at once, with those that are going away: they keep their connections and
 * count against the quota until they are gone. What the quota holds and what connections are counted by (SCL-12).
 */
export function peakPods(runnable: Runnable, environment: EnvironmentName): number {
  switch (runnable.kind) {
    case "http-service":
    case "static-site":
    case "worker":
      return podsAtPeak(strategyOf(runnable, environment), mostReplicas(runnable.scale));
    case "singleton":
    case "one-off-job":
    case "migration":
      return 1;
    case "scheduled-task":
      // A run that is stopped for the next one is still there while that one starts.
      return runnable.concurrency === "replace" ? 2 : 1;
  }
}
