import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { autoscalersIn } from "../kubernetes/autoscaler.ts";
import { boundsOf, isScaledObject } from "../kubernetes/replicas.ts";

/** One pod may be away for an update, a drain or a fault, and one is left. */
const LEAST = 2;

export const hpaMinReplicas = manifestRule({
  name: "hpa-min-replicas",
  displayName: "Autoscalers keep more than one replica",
  description: "No autoscaler goes below two replicas, in every environment but dev.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "In quiet hours it would leave one pod, whose next update, drain or crash is an outage.",
  fix: "set minReplicas (of a ScaledObject minReplicaCount) to 2 or more.",
  remediation: [
    "Set minReplicas: 2 or more: not set, it means 1.",
    "For a ScaledObject set minReplicaCount: 2 or more: not set, it means 0.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) =>
    autoscalersIn([manifest]).length > 0 && !isExcepted(manifest, settings),
  judgesParts: true,
  checks: [
    (autoscaler, report) => {
      const { least } = boundsOf(autoscaler);
      if (typeof least !== "number" || least < LEAST) {
        const name = isScaledObject(autoscaler) ? "minReplicaCount" : "minReplicas";
        const field = autoscaler.root.at("spec", name);
        report(field, `${stateOf(field)} and must be ${LEAST} or more`);
      }
    },
  ],
});
