import { stackRule } from "../judging/stack-rule.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { covers, policiesPerhapsCovering, isolates, type Direction } from "../kubernetes/network-policy.ts";
import { podsOf } from "../kubernetes/pods.ts";

const directions: readonly Direction[] = ["Ingress", "Egress"];

export const requireNetworkPolicy = stackRule({
  name: "require-network-policy",
  displayName: "Every pod is behind a network policy",
  description: "Every pod is selected by a NetworkPolicy for what comes in, and by one for what goes out.",
  severity: "high",
  tags: ["network", "NSA", "CIS"],
  why: "A pod that no policy selects is reached by every pod of the cluster, and reaches every address itself.",
  fix: "write a NetworkPolicy that selects the pod, with policyTypes Ingress and Egress.",
  remediation: [
    "Write one NetworkPolicy with an empty podSelector and both policyTypes for the namespace: it denies what no other allows.",
    "Then allow, policy by policy, what the pod is called by and what it calls.",
  ],
  concerns: (manifest) => podsOf(manifest)?.template !== undefined,
  checks: directions.map((direction) => (manifest, report, stack) => {
    const pods = podsOf(manifest);
    if (
      pods &&
      !someField(policiesPerhapsCovering(stack, pods), (policy) =>
        allHold(
          () => isolates(policy, direction),
          () => covers(policy, pods),
        ),
      )
    ) {
      const way = direction === "Ingress" ? "comes in" : "goes out";
      report(
        pods.template?.root.at("metadata", "labels") ?? manifest.root,
        `matches no NetworkPolicy for what ${way}`,
      );
    }
  }),
});
