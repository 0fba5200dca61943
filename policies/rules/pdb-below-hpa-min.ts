import { stackRule } from "../judging/stack-rule.ts";
import {
  isDisruptionBudget,
  podsOfBound,
  podsPerhapsProtected,
  protects,
  shownBound,
} from "../kubernetes/disruption-budget.ts";
import { isReplicated, replicasOf } from "../kubernetes/replicas.ts";

export const pdbBelowHpaMin = stackRule({
  name: "pdb-below-hpa-min",
  displayName: "Disruption budgets fit the autoscaler",
  description: "No PodDisruptionBudget keeps as many pods as the autoscaler may go down to.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "In quiet hours, when nodes are drained, the autoscaler is at its least and the budget leaves no room.",
  fix: "set maxUnavailable: 1 in place of minAvailable, or raise the autoscaler's least number.",
  remediation: [
    "Set spec.maxUnavailable: 1 and remove minAvailable: it holds at every number of replicas.",
    "Or keep minAvailable below minReplicas (minReplicaCount of a ScaledObject).",
  ],
  concerns: (budget) => isDisruptionBudget(budget) && budget.root.at("spec", "minAvailable").isSet,
  checks: [
    (budget, report, stack, { attempt }) => {
      const atLeast = budget.root.at("spec", "minAvailable");
      for (const pods of podsPerhapsProtected(budget, stack)) {
        attempt(() => {
          if (!isReplicated(pods.manifest) || !protects(budget, pods)) {
            return;
          }
          const { fewest, autoscaler } = replicasOf(pods.manifest, stack);
          const needed = fewest === undefined ? undefined : podsOfBound(atLeast, fewest);
          if (
            autoscaler !== undefined &&
            fewest !== undefined &&
            needed !== undefined &&
            needed >= fewest &&
            atLeast.value !== "100%"
          ) {
            report(
              atLeast,
              `is ${shownBound(atLeast)}, and ${autoscaler.subject} goes down to ${fewest} pods`,
            );
          }
        });
      }
    },
  ],
});
