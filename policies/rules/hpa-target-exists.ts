import type { Rule, StackManifest } from "../judging/rule.ts";
import { autoscalersIn, scaleTargetOf } from "../kubernetes/autoscaler.ts";
import { someField } from "../kubernetes/field.ts";
import { identityKey, identityOf, type Identity } from "../kubernetes/manifest.ts";
import { perhapsIdentified } from "../kubernetes/stack-search.ts";

export const hpaTargetExists: Rule = {
  name: "hpa-target-exists",
  displayName: "Autoscalers have something to scale",
  description: "Every autoscaler names an object of the stack, in its own namespace.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "An autoscaler of nothing says so in its events alone, and the workload it was meant for stays as small as it is.",
  fix: "name a workload of its own namespace, with its kind.",
  remediation: [
    "Compare scaleTargetRef's kind and name with those of the workload. A Rollout is not a Deployment.",
    "Put the autoscaler into the workload's namespace: it sees no other.",
  ],
  judgeStack(stack, inspection) {
    const autoscalers = autoscalersIn(stack);
    if (autoscalers.length === 0) {
      return;
    }
    inspection.applies();
    for (const autoscaler of autoscalers) {
      inspection.attempt(() => {
        const target = scaleTargetOf(autoscaler);
        if (!isDeclared(target, stack)) {
          const named = target.name === "" ? "nothing" : `${target.kind} ${target.name}`;
          inspection.report({
            subject: autoscaler.subject,
            field: autoscaler.root.at("spec", "scaleTargetRef"),
            problem: `names ${named}, and the stack has none in its namespace`,
            urn: autoscaler.urn,
          });
        }
      });
    }
  },
};

/** One whose name can't be known yet may be the one: that is raised unless another one is. */
function isDeclared(target: Identity, stack: readonly StackManifest[]): boolean {
  const candidates = perhapsIdentified(stack, target).filter(({ kind }) => kind.name === target.kind);
  return someField(
    candidates.map(({ root }) => root),
    (root) => identityKey(identityOf({ kind: { name: target.kind }, root })) === identityKey(target),
  );
}
