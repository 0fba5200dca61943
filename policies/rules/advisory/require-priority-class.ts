import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";

export const requirePriorityClass = podRule({
  name: "require-priority-class",
  displayName: "Pods say how important they are",
  description: "Every pod names its PriorityClass.",
  severity: "low",
  level: "advisory",
  tags: ["scheduling", "SRE"],
  why: "When nodes are short, pods without a class are all the same, and chance decides which of them run.",
  fix: "set priorityClassName.",
  remediation: [
    "See by kubectl get priorityclass which there are.",
    "Set spec.priorityClassName in the pod template; leave the system's own classes to the system.",
  ],
  podChecks: [
    ({ spec }, report) => {
      const field = spec.at("priorityClassName");
      if (!field.isSet || field.value === "") report(field, stateOf(field));
    },
  ],
});
