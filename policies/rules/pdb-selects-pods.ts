import { stackRule } from "../judging/stack-rule.ts";
import { isDisruptionBudget, podsPerhapsProtected, protects } from "../kubernetes/disruption-budget.ts";
import { someField } from "../kubernetes/field.ts";
import { missingPods } from "../kubernetes/ownership.ts";
import { selectsByLabels } from "../kubernetes/selector.ts";

export const pdbSelectsPods = stackRule({
  name: "pdb-selects-pods",
  displayName: "Disruption budgets are about some pods",
  description: "Every PodDisruptionBudget selects pods that the stack makes, in its own namespace.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "A budget that selects nothing protects nothing: the drain of a node takes all pods at once.",
  fix: "let spec.selector name labels that the pods' template has.",
  remediation: [
    "Compare spec.selector with metadata.labels of the pod template, key by key.",
    "Put the budget into the pods' namespace.",
  ],
  concerns: isDisruptionBudget,
  checks: [
    (budget, report, stack, _inspection, reportMissing) => {
      if (someField(podsPerhapsProtected(budget, stack), (pods) => protects(budget, pods))) return;
      const selector = budget.root.at("spec", "selector");
      const problem = "selects no pods of the stack in its namespace";
      if (!selector.isSet) report(selector, problem);
      else
        reportMissing(
          selector,
          problem,
          missingPods(budget, stack, (pods) => selectsByLabels(selector, pods)),
        );
    },
  ],
});
