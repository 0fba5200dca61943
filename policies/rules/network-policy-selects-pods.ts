import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { covers, isNetworkPolicy, podsPerhapsCovered } from "../kubernetes/network-policy.ts";
import { missingPods } from "../kubernetes/ownership.ts";
import { selectsAll, selectsByLabels } from "../kubernetes/selector.ts";

export const networkPolicySelectsPods = stackRule({
  name: "network-policy-selects-pods",
  displayName: "Network policies are about some pods",
  description: "Every NetworkPolicy selects pods that the stack makes, or all of its namespace.",
  severity: "medium",
  tags: ["network", "NSA"],
  why: "A policy that selects nothing allows nothing and forbids nothing, while it reads as if it did.",
  fix: "let spec.podSelector name labels that the pods' template has.",
  remediation: [
    "Compare spec.podSelector with metadata.labels of the pod template, key by key.",
    "Put the policy into the pods' namespace.",
    "Remove the policy of pods that are gone.",
  ],
  concerns: isNetworkPolicy,
  checks: [
    (policy, _report, stack, _inspection, reportMissing) => {
      const selector = policy.root.at("spec", "podSelector");
      if (
        !selectsAll(selector) &&
        !someField(podsPerhapsCovered(policy, stack), (pods) => covers(policy, pods))
      ) {
        reportMissing(
          selector,
          "selects no pods of the stack in its namespace",
          missingPods(policy, stack, (pods) => selectsByLabels(selector, pods)),
        );
      }
    },
  ],
});
