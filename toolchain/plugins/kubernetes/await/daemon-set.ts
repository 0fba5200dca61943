import { isObserved, isOwnedBy, numberAt, textAt } from "../cluster/kubernetes-object.ts";
import { podProblems } from "./pod-problems.ts";
import { ready, type ReadinessRule } from "./readiness.ts";

const pods = { apiVersion: "v1", kind: "Pod" };

/** Ready when every node that should has an available pod of the newest revision. */
export const daemonSetReadiness: ReadinessRule = {
  related: [pods],
  judge: ({ object, related }) => {
    const wanted = numberAt(object, "status.desiredNumberScheduled");
    const available = numberAt(object, "status.numberAvailable");
    const updated = numberAt(object, "status.updatedNumberScheduled");
    const isUpdated = textAt(object, "spec.updateStrategy.type") === "OnDelete" || updated >= wanted;
    if (isObserved(object) && available >= wanted && isUpdated)
      return ready("DaemonSet initialization complete");
    const own = related(pods).filter((pod) => isOwnedBy(pod, object));
    return {
      isReady: false,
      progress: `Waiting for DaemonSet Pods (${updated}/${wanted} updated, ${available}/${wanted} available)`,
      problems: own.flatMap(podProblems),
      kin: own,
    };
  },
};
