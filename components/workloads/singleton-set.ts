import type { StatefulSetSpecification } from "./pod-template.ts";
import { type PodInput, podTemplate } from "./pod.ts";
import { statedReplicas } from "./replica-count.ts";

/**
 * The StatefulSet of a singleton: the one kind that never runs a second pod of a name before the first one is gone,
 * also when a node is drained or doesn't answer (CF-22). A Deployment replaces an evicted pod at once, while that one
 * still stops.
 */
export const singletonSetSpec = (input: PodInput): StatefulSetSpecification => ({
  serviceName: input.name,
  ...statedReplicas(input.service, input.environment),
  selector: { matchLabels: input.selector },
  updateStrategy: { type: "RollingUpdate" },
  // In order, a release that never gets ready would have to be deleted by hand before the one that mends it is tried.
  podManagementPolicy: "Parallel",
  revisionHistoryLimit: 10,
  template: podTemplate(input),
});
