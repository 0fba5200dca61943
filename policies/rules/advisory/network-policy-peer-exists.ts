import type { StackManifest } from "../../judging/rule.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import { allHold, someField, type Field } from "../../kubernetes/field.ts";
import { kindKey } from "../../kubernetes/kind.ts";
import { namespaceOf } from "../../kubernetes/manifest.ts";
import { isNetworkPolicy } from "../../kubernetes/network-policy.ts";
import { areIn, podsIn } from "../../kubernetes/pods.ts";
import { selectsAll, selectsByLabels } from "../../kubernetes/selector.ts";

const NAME = "kubernetes.io/metadata.name";

export const networkPolicyPeerExists = stackRule({
  name: "network-policy-peer-exists",
  displayName: "Network policies name peers that exist",
  description:
    "Every pod selector in a rule of a NetworkPolicy selects pods of the stack, as far as the stack has their namespace.",
  severity: "low",
  level: "advisory",
  tags: ["network"],
  why: "A peer that nothing matches allows nothing: the connection that it was written for is refused.",
  fix: "let podSelector name labels of the peer's pods.",
  remediation: [
    "Compare the selector with the labels of the peer's pod template.",
    "For pods of another namespace add a namespaceSelector by kubernetes.io/metadata.name.",
  ],
  concerns: isNetworkPolicy,
  checks: [
    (policy, report, stack, { attempt }) => {
      for (const peer of peersOf(policy))
        attempt(() => {
          const pods = peer.at("podSelector");
          const namespace = namespaceMeant(peer, policy, stack);
          if (!pods.isSet || selectsAll(pods) || namespace === undefined) return;
          const matches = someField(podsIn(stack), (each) =>
            allHold(
              () => areIn(namespace, each),
              () => selectsByLabels(pods, each),
            ),
          );
          if (!matches) report(pods, "selects no pods of the stack");
        });
    },
  ],
});

const peersOf = ({ root }: StackManifest): readonly Field[] =>
  (
    [
      ["ingress", "from"],
      ["egress", "to"],
    ] as const
  ).flatMap(([direction, side]) =>
    root
      .at("spec", direction)
      .items()
      .flatMap((rule) => rule.at(side).items()),
  );

/** The namespace of a peer: the policy's own, or one of the stack that is named. Of others nothing is known. */
function namespaceMeant(
  peer: Field,
  policy: StackManifest,
  stack: readonly StackManifest[],
): string | undefined {
  const selector = peer.at("namespaceSelector");
  if (!selector.isSet) return namespaceOf(policy);
  const { value: name } = selector.at("matchLabels", NAME);
  const isOurs = stack.some(
    ({ kind, root }) => kindKey(kind) === "core/Namespace" && root.at("metadata", "name").value === name,
  );
  return typeof name === "string" && isOurs ? name : undefined;
}
