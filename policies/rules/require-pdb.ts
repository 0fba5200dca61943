import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { budgetsPerhapsProtecting, protects } from "../kubernetes/disruption-budget.ts";
import { someField } from "../kubernetes/field.ts";
import { podsOf } from "../kubernetes/pods.ts";
import { isReplicated, replicasOf } from "../kubernetes/replicas.ts";
import { isTemplateOfRollout, podSourceOf } from "../kubernetes/workload-reference.ts";

export const requirePdb = stackRule({
  name: "require-pdb",
  displayName: "Several pods have a disruption budget",
  description:
    "Every Deployment, StatefulSet and Rollout of more than one pod has a PodDisruptionBudget, in every environment but dev.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "Without one, the drain of nodes may take all its pods away at the same time.",
  fix: "write a PodDisruptionBudget that selects its pods, with maxUnavailable: 1.",
  remediation: [
    "Write a PodDisruptionBudget in the same namespace, with the workload's own selector.",
    "Set maxUnavailable: 1, and unhealthyPodEvictionPolicy: AlwaysAllow so that broken pods block no drain.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) => isReplicated(manifest) && !isExcepted(manifest, settings),
  checks: [
    (workload, report, stack) => {
      const pods = podsOf(podSourceOf(workload, stack));
      const { fewest, autoscaler } = replicasOf(workload, stack);
      const isOne =
        isTemplateOfRollout(workload, stack) ||
        (autoscaler === undefined && (fewest === undefined || fewest < 2));
      if (
        !isOne &&
        pods &&
        !someField(budgetsPerhapsProtecting(stack, pods), (budget) => protects(budget, pods))
      ) {
        report(
          workload.root.at("metadata", "name"),
          "is of several pods and no PodDisruptionBudget selects them",
        );
      }
    },
  ],
});
