import { isObserved, isOwnedBy, numberAt, textAt } from "../cluster/kubernetes-object.ts";
import { podProblems } from "./pod-problems.ts";
import { ready, type ReadinessRule } from "./readiness.ts";

const pods = { apiVersion: "v1", kind: "Pod" };

/** Ready when every pod is ready and, unless the program rolls them itself, of the newest revision. */
export const statefulSetReadiness: ReadinessRule = {
  related: [pods],
  judge: ({ object, related }) => {
    const wanted = numberAt(object, "spec.replicas", 1);
    const readyPods = numberAt(object, "status.readyReplicas");
    const updated = numberAt(object, "status.updatedReplicas");
    const kept = numberAt(object, "spec.updateStrategy.rollingUpdate.partition");
    const rollsItself = textAt(object, "spec.updateStrategy.type") === "OnDelete";
    const isUpdated = rollsItself || updated >= wanted - kept;
    const isFinished =
      rollsItself ||
      kept > 0 ||
      textAt(object, "status.currentRevision") === textAt(object, "status.updateRevision");
    if (isObserved(object) && readyPods >= wanted && isUpdated && (wanted === 0 || isFinished))
      return ready("StatefulSet initialization complete");
    const own = related(pods).filter((pod) => isOwnedBy(pod, object));
    return {
      isReady: false,
      progress: isUpdated
        ? `Waiting for StatefulSet Pods to be ready (${readyPods}/${wanted} Pods ready)`
        : `Waiting for StatefulSet update to roll out (${updated}/${wanted - kept} Pods updated)`,
      problems: [
        ...(readyPods < wanted ? [`${wanted - readyPods} of ${wanted} pods failed to become ready`] : []),
        ...own.flatMap(podProblems),
      ],
      kin: own,
    };
  },
};
