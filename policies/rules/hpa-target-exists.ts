import { namespacedObjectForm } from "../judging/parameter-forms.ts";
import type { Rule, StackManifest } from "../judging/rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { autoscalersIn, scaleTargetOf, shownTarget } from "../kubernetes/autoscaler.ts";
import { someField } from "../kubernetes/field.ts";
import { identityKey, identityOf, type Identity } from "../kubernetes/manifest.ts";
import { isOfThisStack, type Missing } from "../kubernetes/ownership.ts";
import { isWorkload } from "../kubernetes/pod-template.ts";
import { perhapsIdentified } from "../kubernetes/stack-search.ts";

const elsewhere = "elsewhere";

export const hpaTargetExists: Rule = {
  name: "hpa-target-exists",
  displayName: "Autoscalers have something to scale",
  description:
    "Every autoscaler names an object of the stack, in its own namespace. What may come from elsewhere is only mentioned.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "An autoscaler of nothing says so in its events alone, and the workload it was meant for stays as small as it is.",
  fix: "name a workload of its own namespace, with its kind.",
  remediation: [
    "Compare scaleTargetRef's kind and name with those of the workload. A Rollout is not a Deployment.",
    "Put the autoscaler into the workload's namespace: it sees no other.",
    "A target that another stack, a Helm release or an operator makes can't be seen from here: name it in the parameter, so that nothing is said of it.",
  ],
  parameters: {
    [elsewhere]: textsParameter(
      "Targets that this stack doesn't declare itself, each as its kind, namespace and name: Deployment shop/web.",
      [],
      namespacedObjectForm,
    ),
  },
  judgeStack(stack, inspection, releases) {
    const made = inspection.settings.texts(elsewhere);
    for (const autoscaler of autoscalersIn(stack)) {
      inspection.applies();
      inspection.attempt(() => {
        const target = scaleTargetOf(autoscaler);
        if (made.includes(identityKey(target)) || isDeclared(target, stack)) return;
        const report = (problem: string, level?: "advisory"): void => {
          inspection.report({
            subject: autoscaler.subject,
            field: autoscaler.root.at("spec", "scaleTargetRef"),
            problem,
            urn: autoscaler.urn,
            ...(level && { level }),
          });
        };
        const named = `names ${shownTarget(target)}`;
        if (target.name === "") report("names nothing");
        else if (isOfThisStack(missing(target, stack), stack, releases))
          report(`${named}, and the stack has none in its namespace`);
        else
          report(`${named}, which this stack doesn't declare: whether it is there can't be told`, "advisory");
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

/** A workload of its name may be of another kind, or in another namespace. */
function missing({ namespace, name }: Identity, stack: readonly StackManifest[]): Missing {
  const others = stack.filter(isWorkload);
  return {
    namespaces: [namespace],
    others,
    isMisplaced: () => someField(others, ({ root }) => root.at("metadata", "name").value === name),
  };
}
