import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { autoscalersIn } from "../kubernetes/autoscaler.ts";
import { boundsOf, isScaledObject } from "../kubernetes/replicas.ts";

export const hpaHasHeadroom = manifestRule({
  name: "hpa-has-headroom",
  displayName: "Autoscalers have room to scale",
  description: "Every autoscaler's largest number of replicas is above its least.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "With both equal it never adds a pod, and whoever reads that there is an autoscaler trusts in it.",
  fix: "set maxReplicas (of a ScaledObject maxReplicaCount) above the least number.",
  remediation: [
    "Set maxReplicas to what a peak needs, and see that the namespace's quota and the nodes hold it.",
    "Where the number shall not change, remove the autoscaler and set spec.replicas.",
  ],
  concerns: (manifest) => autoscalersIn([manifest]).length > 0,
  checks: [
    (autoscaler, report) => {
      const { least, most } = boundsOf(autoscaler);
      if (typeof most !== "number" || (typeof least === "number" && most <= least)) {
        const name = isScaledObject(autoscaler) ? "maxReplicaCount" : "maxReplicas";
        const field = autoscaler.root.at("spec", name);
        report(
          field,
          `${stateOf(field)} and must be above the least number${typeof least === "number" ? `, ${least}` : ""}`,
        );
      }
    },
  ],
});
