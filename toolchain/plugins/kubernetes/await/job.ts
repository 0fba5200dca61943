import { asText, conditionOf, isConditionTrue, isOwnedBy, numberAt } from "../cluster/kubernetes-object.ts";
import { podProblems } from "./pod-problems.ts";
import { ready, type ReadinessRule } from "./readiness.ts";

const pods = { apiVersion: "v1", kind: "Pod" };

/** Ready when it has completed. A failed Job does not run again, so nothing is waited for any more. */
export const jobReadiness: ReadinessRule = {
  related: [pods],
  judge: ({ object, related }) => {
    if (isConditionTrue(object, "Complete")) return ready("Job completed");
    const own = related(pods).filter((pod) => isOwnedBy(pod, object));
    const failure = conditionOf(object, "Failed");
    const hasFailed = failure?.["status"] === "True";
    return {
      isReady: false,
      isHopeless: hasFailed,
      progress: `Waiting for Job to complete (${numberAt(object, "status.succeeded")}/${numberAt(object, "spec.completions", 1)} succeeded)`,
      problems: [
        ...(hasFailed ? [`[${asText(failure["reason"])}] ${asText(failure["message"])}`] : []),
        ...own.flatMap(podProblems),
      ],
      kin: own,
    };
  },
};
