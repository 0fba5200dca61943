import { stateOf } from "../judging/message.ts";
import type { Rule } from "../judging/rule.ts";
import { autoscalersIn, byScaleTarget } from "../kubernetes/autoscaler.ts";
import { identityKey, identityOf } from "../kubernetes/manifest.ts";
import { isWorkload } from "../kubernetes/pod-template.ts";

export const noStaticReplicasWithHpa: Rule = {
  name: "no-static-replicas-with-hpa",
  displayName: "Replicas or an autoscaler, not both",
  description: "A workload that an autoscaler scales declares no replicas of its own.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "Each deployment would set the replicas back to the declared number, in the middle of a peak too.",
  fix: "remove spec.replicas and let the autoscaler's bounds decide.",
  remediation: [
    "Remove spec.replicas from the workload: the autoscaler owns it.",
    "Write the smallest number of replicas that you want to the autoscaler (minReplicas).",
    "Or keep the replicas and remove the autoscaler.",
  ],
  judgeStack(stack, inspection) {
    const autoscalers = autoscalersIn(stack);
    if (autoscalers.length === 0) {
      return;
    }
    inspection.applies();
    const scaledBy = byScaleTarget(autoscalers, inspection.attempt);
    for (const workload of stack.filter(isWorkload)) {
      inspection.attempt(() => {
        // Whose replicas these are is asked first: an unknown number of them is a number all the same.
        const autoscaler = scaledBy.get(identityKey(identityOf(workload)));
        const replicas = workload.root.at("spec", "replicas");
        // A number that deployments leave alone is the one it had before it got its autoscaler.
        const isLeftAlone = workload.ignoreChanges.includes("spec.replicas");
        if (autoscaler !== undefined && replicas.isSet && !isLeftAlone) {
          const problem = `${stateOf(replicas)}, although ${autoscaler.subject} scales this workload`;
          inspection.report({ subject: workload.subject, field: replicas, problem, urn: workload.urn });
        }
      });
    }
  },
};
