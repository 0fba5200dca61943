import { conditionOf, objectId, textAt } from "../cluster/kubernetes-object.ts";
import { isPodReady, podProblems } from "./pod-problems.ts";
import { ready, type ReadinessRule } from "./readiness.ts";

/** Ready when it takes requests, or has done what it was there for. */
export const podReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    const phase = textAt(object, "status.phase");
    if (isPodReady(object) || phase === "Succeeded") return ready("Pod ready");
    const isDone = (type: string): boolean => conditionOf(object, type)?.["status"] === "True";
    const step = !isDone("PodScheduled") ? "scheduled" : !isDone("Initialized") ? "initialized" : "ready";
    return {
      isReady: false,
      isHopeless: phase === "Failed",
      progress: `Waiting for Pod "${objectId(object)}" to be ${step}`,
      problems: podProblems(object),
    };
  },
};
