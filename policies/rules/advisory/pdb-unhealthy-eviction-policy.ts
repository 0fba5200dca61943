import { manifestRule } from "../../judging/manifest-rule.ts";
import { isDisruptionBudget } from "../../kubernetes/disruption-budget.ts";

export const pdbUnhealthyEvictionPolicy = manifestRule({
  name: "pdb-unhealthy-eviction-policy",
  displayName: "Broken pods don't hold a node",
  description: "Every PodDisruptionBudget says whether pods that are not ready may be evicted.",
  severity: "low",
  level: "advisory",
  tags: ["availability", "SRE"],
  why: "Otherwise pods that never get ready can't be evicted, and a node with one of them is never drained.",
  fix: "set spec.unhealthyPodEvictionPolicy to AlwaysAllow.",
  remediation: [
    "Set spec.unhealthyPodEvictionPolicy: AlwaysAllow.",
    "Where a pod that is not ready still holds data that no other has, write IfHealthyBudget, so that it is a decision.",
  ],
  concerns: isDisruptionBudget,
  checks: [
    ({ root }, report) => {
      const policy = root.at("spec", "unhealthyPodEvictionPolicy");
      if (!policy.isSet) report(policy, "is not set");
    },
  ],
});
