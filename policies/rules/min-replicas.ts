import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { workloadLabel, workloadLabelParameter } from "../judging/label-parameters.ts";
import { stateOf } from "../judging/message.ts";
import { textsParameter } from "../judging/settings.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import { isReplicated, replicasOf } from "../kubernetes/replicas.ts";
import { isTemplateOfRollout } from "../kubernetes/workload-reference.ts";

const exceptWorkloads = "exceptWorkloads";
/** One pod may be away for an update, a drain or a fault, and one is left. */
const LEAST = 2;

export const minReplicas = stackRule({
  name: "min-replicas",
  displayName: "More than one replica",
  description:
    "Every Deployment, StatefulSet and Rollout has two replicas or more, in every environment but dev. Kinds of workloads that can't have two are excepted by their label.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "With one replica every update, every drain of a node and every crash is an outage.",
  fix: "set spec.replicas to 2 or more.",
  remediation: [
    "Set spec.replicas: 2 or more, and a PodDisruptionBudget with maxUnavailable: 1.",
    "Under an autoscaler leave replicas out, and set the autoscaler's least number to 2 or more.",
    "What can't run twice, such as the one writer of a volume, says so by its label, and the stack's policy configuration names the label's value.",
  ],
  parameters: {
    ...environmentParameters,
    [workloadLabel]: workloadLabelParameter,
    [exceptWorkloads]: textsParameter("The label's values for what can't run twice.", ["singleton"]),
  },
  concerns: (manifest, { settings }) =>
    isReplicated(manifest) &&
    !isExcepted(manifest, settings) &&
    !someField(
      [manifest.root, podTemplateOf(manifest)?.root ?? manifest.root].map((root) =>
        root.at("metadata", "labels", settings.text(workloadLabel)),
      ),
      ({ value }) => settings.texts(exceptWorkloads).some((excepted) => excepted === value),
    ),
  checks: [
    (workload, report, stack) => {
      if (isTemplateOfRollout(workload, stack)) {
        return;
      }
      const { fewest, autoscaler } = replicasOf(workload, stack);
      // The autoscaler itself is to blame, by a rule of its own.
      if (autoscaler === undefined && (fewest === undefined || fewest < LEAST)) {
        const replicas = workload.root.at("spec", "replicas");
        report(
          replicas,
          `${stateOf(replicas)}${replicas.isSet ? "" : ", which means 1,"} and must be ${LEAST} or more`,
        );
      }
    },
  ],
});
