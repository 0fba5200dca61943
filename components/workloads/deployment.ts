import { type Duration, seconds } from "../../model/quantities/duration.ts";
import { mostReplicas } from "../../model/scaling.ts";
import { gracePeriod } from "../../model/time-limits.ts";
import type { Workload } from "../../model/workload.ts";
import type { DeploymentSpecification } from "./pod-template.ts";
import { type PodInput, podTemplate } from "./pod.ts";
import { statedReplicas } from "./replica-count.ts";

/** What scheduling and pulling an image may take before a pod even starts. */
const pullAllowance = seconds(120);

/** The Deployment of a service. Under an autoscaler it states no replicas: two owners of one field would fight. */
export function deploymentSpec(input: PodInput): DeploymentSpecification {
  const { service, selector } = input;
  return {
    ...statedReplicas(service, input.environment),
    selector: { matchLabels: selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: proofOfReadiness.wholeSeconds,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: progressDeadline(service).wholeSeconds,
    template: podTemplate(input),
  };
}

/** How long a new pod must stay ready before the next old one goes. */
export const proofOfReadiness = seconds(5);

/** How long one pod may take to become ready before the rollout counts as failed. */
export function progressDeadline(service: Workload): Duration {
  return pullAllowance.plus(("health" in service ? service.health : service.heartbeat).startup);
}

/** How long the engine waits for a whole rollout: one pod after the other, each old one with its time to go. */
export function rolloutTimeout(service: Workload): Duration {
  return progressDeadline(service)
    .plus(proofOfReadiness)
    .plus(gracePeriod(service))
    .times(mostReplicas(service.scale));
}
