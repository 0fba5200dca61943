import type { Rule } from "../judging/rule.ts";
import { autoscalersIn, scaleTargetOf } from "../kubernetes/autoscaler.ts";
import { identityKey, type Manifest } from "../kubernetes/manifest.ts";

export const oneAutoscalerPerWorkload: Rule = {
  name: "one-autoscaler-per-workload",
  displayName: "One autoscaler a workload",
  description: "No two autoscalers scale the same workload.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "Each undoes what the other has just decided, and pods come and go without end.",
  fix: "keep one of them, with the metrics of both.",
  remediation: [
    "Move the metrics of one autoscaler to the other: an autoscaler of several metrics takes the largest answer.",
    "Remove the one that is left over. A ScaledObject makes an autoscaler of its own.",
  ],
  judgeStack(stack, inspection) {
    const autoscalers = autoscalersIn(stack);
    if (autoscalers.length === 0) {
      return;
    }
    inspection.applies();
    const scaledBy = new Map<string, Manifest>();
    for (const autoscaler of autoscalers) {
      inspection.attempt(() => {
        const target = scaleTargetOf(autoscaler);
        const key = identityKey(target);
        const other = scaledBy.get(key);
        if (target.name !== "" && other !== undefined) {
          const field = autoscaler.root.at("spec", "scaleTargetRef");
          const problem = `names ${target.kind} ${target.name}, which ${other.subject} scales already`;
          inspection.report({ subject: autoscaler.subject, field, problem, urn: autoscaler.urn });
        }
        scaledBy.set(key, other ?? autoscaler);
      });
    }
  },
};
