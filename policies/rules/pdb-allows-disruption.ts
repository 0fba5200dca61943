import { stackRule } from "../judging/stack-rule.ts";
import {
  budgetsPerhapsProtecting,
  isDisruptionBudget,
  podsOfBound,
  podsPerhapsProtected,
  protects,
  shownBound,
} from "../kubernetes/disruption-budget.ts";
import { allHold, findField } from "../kubernetes/field.ts";
import { identityKey, identityOf, type Manifest } from "../kubernetes/manifest.ts";
import { isReplicated, replicasOf } from "../kubernetes/replicas.ts";

export const pdbAllowsDisruption = stackRule({
  name: "pdb-allows-disruption",
  displayName: "Disruption budgets leave room",
  description:
    "Every PodDisruptionBudget sets one bound, with all pods ready it lets at least one of them be evicted, and no other is about the same pods.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "A budget without room stops the drain of every node that such a pod is on, and with it the cluster's upgrade.",
  fix: "set maxUnavailable: 1, which leaves room whatever the number of replicas is.",
  remediation: [
    "Set spec.maxUnavailable: 1 and remove minAvailable.",
    "Leave one budget for each pod: an eviction is refused while two are about it.",
    "Where minAvailable is needed, keep it below the smallest number of replicas.",
    "A workload that must never lose its only pod needs a second one, or an agreement about when nodes are drained.",
  ],
  concerns: isDisruptionBudget,
  checks: [
    ({ root }, report) => {
      const [atMost, atLeast] = [root.at("spec", "maxUnavailable"), root.at("spec", "minAvailable")];
      if (!atMost.isSet && !atLeast.isSet) {
        report(root.at("spec"), "sets neither maxUnavailable nor minAvailable");
      } else if (atMost.isSet && [0, undefined].includes(podsOfBound(atMost, 1))) {
        report(atMost, `is ${shownBound(atMost)}, which lets none be evicted`);
      }
    },
    ({ root }, report) => {
      const atLeast = root.at("spec", "minAvailable");
      // A share of 100 % leaves no room, however many there are.
      if (atLeast.isSet && (podsOfBound(atLeast, 100) ?? 100) >= 100 && typeof atLeast.value === "string") {
        report(atLeast, `is ${shownBound(atLeast)}, which lets none be evicted`);
      }
    },
    ({ root }, report) => {
      const spec = root.at("spec");
      if (spec.at("maxUnavailable").isSet && spec.at("minAvailable").isSet)
        report(spec, "sets both maxUnavailable and minAvailable, and the API server takes only one");
    },
    (budget, report, stack, { attempt }) => {
      for (const pods of podsPerhapsProtected(budget, stack)) {
        attempt(() => {
          const others = budgetsPerhapsProtecting(stack, pods).filter((each) => each !== budget);
          if (others.length === 0 || !protects(budget, pods)) return;
          const before = others.filter((each) => stack.indexOf(each) < stack.indexOf(budget));
          const first = findField(before, (each) =>
            allHold(
              () => !isSameObject(each, budget),
              () => protects(each, pods),
            ),
          );
          if (first !== undefined)
            report(
              budget.root.at("spec", "selector"),
              `selects ${pods.manifest.subject}, as ${first.subject} does already`,
              "leave one budget for each pod: the API server evicts none that two are about.",
            );
        });
      }
    },
    (budget, report, stack, { attempt }) => {
      const atLeast = budget.root.at("spec", "minAvailable");
      for (const pods of podsPerhapsProtected(budget, stack)) {
        attempt(() => {
          if (!atLeast.isSet || !isReplicated(pods.manifest) || !protects(budget, pods)) {
            return;
          }
          const { fewest, autoscaler } = replicasOf(pods.manifest, stack);
          const needed = fewest === undefined ? undefined : podsOfBound(atLeast, fewest);
          if (
            // What an autoscaler decides is judged by a rule of its own.
            autoscaler === undefined &&
            fewest !== undefined &&
            needed !== undefined &&
            needed >= fewest &&
            atLeast.value !== "100%"
          ) {
            report(
              atLeast,
              `is ${shownBound(atLeast)}, and ${pods.manifest.subject} has no more than ${fewest} pods`,
            );
          }
        });
      }
    },
  ],
});

/** Whether two declarations are of one object, as those of two versions of its API are. */
function isSameObject(one: Manifest, other: Manifest): boolean {
  const identity = identityOf(one);
  return identity.name !== "" && identityKey(identity) === identityKey(identityOf(other));
}
