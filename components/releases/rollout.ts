import type { Duration } from "../../model/quantities/duration.ts";
import { type BlueGreen, type Canary, keptForRollback, promotionTime } from "../../model/rollout-strategy.ts";
import type { Workload } from "../../model/workload.ts";
import { analysisReference } from "../observability/analysis-template.ts";
import { progressDeadline, proofOfReadiness } from "../workloads/deployment.ts";
import { type PodInput, podTemplate } from "../workloads/pod.ts";
import { statedReplicas } from "../workloads/replica-count.ts";
import { releasePodLabel } from "./argo-rollouts.ts";
import { blueGreenSpec } from "./blue-green.ts";
import { canarySpec } from "./canary.ts";
import type { KeptReleases, RolloutSpec } from "./rollout-spec.ts";

/** Releases that one can go back to without steps. Three, since one that was called off in between counts as well. */
const rollbackRevisions = 3;

/**
 * Only one old release keeps its pods, or releases in quick succession would fill the quota. One that was called off
 * keeps them for half a minute, in which what it was answering comes to an end.
 */
const keptReleases: KeptReleases = {
  scaleDownDelaySeconds: keptForRollback.wholeSeconds,
  scaleDownDelayRevisionLimit: 1,
  abortScaleDownDelaySeconds: 30,
};

/** The Rollout of a service, which stands in the place of its Deployment: same name, same labels, same pods. */
export function rolloutSpec(input: PodInput, strategy: Canary | BlueGreen): RolloutSpec {
  const { name, service, selector } = input;
  const analysis = analysisReference(name);
  return {
    ...statedReplicas(service, input.environment),
    selector: { matchLabels: selector },
    minReadySeconds: proofOfReadiness.wholeSeconds,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: progressDeadline(service).wholeSeconds,
    rollbackWindow: { revisions: rollbackRevisions },
    strategy:
      strategy.kind === "canary"
        ? { canary: { ...canarySpec(name, strategy, analysis), ...keptReleases } }
        : { blueGreen: { ...blueGreenSpec(name, strategy, analysis), ...keptReleases } },
    template: podTemplate({ ...input, revisionLabel: releasePodLabel }),
  };
}

/**
 * How long a release may take at worst before nobody waits for it any more: what it takes when all is well, and for each
 * round of pods the time after which Argo Rollouts itself gives up.
 */
export function longestRelease(service: Workload, strategy: Canary | BlueGreen): Duration {
  const rounds = strategy.kind === "canary" ? strategy.weights.length : 1;
  return promotionTime(strategy).plus(progressDeadline(service).times(rounds));
}
