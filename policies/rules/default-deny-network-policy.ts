import { stackRule } from "../judging/stack-rule.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { identityOf, namespaceOf } from "../kubernetes/manifest.ts";
import { networkPoliciesIn, isolates, type Direction } from "../kubernetes/network-policy.ts";
import { selectsAll } from "../kubernetes/selector.ts";
import { perhapsIn } from "../kubernetes/stack-search.ts";

const directions: readonly Direction[] = ["Ingress", "Egress"];

export const defaultDenyNetworkPolicy = stackRule({
  name: "default-deny-network-policy",
  displayName: "Namespaces deny by default",
  description:
    "Every namespace has a NetworkPolicy that selects all pods and allows nothing, for both directions.",
  severity: "high",
  tags: ["network", "NSA", "CIS"],
  why: "Without it a pod that somebody adds by hand, or that no policy selects yet, is open to the whole cluster.",
  fix: "write a NetworkPolicy with podSelector {} and policyTypes [Ingress, Egress], and no rules.",
  remediation: [
    "Write the NetworkPolicy in the namespace: podSelector: {}, policyTypes: [Ingress, Egress], neither ingress nor egress.",
    "Allow what is needed by further policies: they add up.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "core/Namespace",
  checks: directions.map((direction) => (namespace, report, stack) => {
    const name = identityOf(namespace).name;
    const rules = direction.toLowerCase();
    const denied = someField(perhapsIn(networkPoliciesIn(stack), name), (policy) =>
      allHold(
        () => namespaceOf(policy) === name,
        () => isolates(policy, direction),
        () => selectsAll(policy.root.at("spec", "podSelector")),
        () => policy.root.at("spec", rules).items().length === 0,
      ),
    );
    if (!denied) {
      report(namespace.root.at("metadata", "name"), `has no NetworkPolicy that denies all ${rules}`);
    }
  }),
});
