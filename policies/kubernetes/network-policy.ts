import { allHold, someField, type Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { areIn, type Pods } from "./pods.ts";
import { podsPerhapsSelected, selectorsOfPods } from "./selectable.ts";
import { selectsByLabels } from "./selector.ts";
import { ofKind } from "./stack-search.ts";

export type Direction = "Ingress" | "Egress";

const POLICY = "networking.k8s.io/NetworkPolicy";

export const isNetworkPolicy = ({ kind }: Manifest): boolean => kindKey(kind) === POLICY;

export const networkPoliciesIn = <M extends Manifest>(stack: readonly M[]): readonly M[] =>
  ofKind(stack, POLICY);

/**
 * Whether a policy holds back a direction. Where it doesn't say, it is ingress always, and egress if it has rules for
 * it.
 */
export function isolates({ root }: Manifest, direction: Direction): boolean {
  const types = root.at("spec", "policyTypes");
  return types.isSet
    ? someField(types.items(), ({ value }) => value === direction)
    : direction === "Ingress" || root.at("spec", "egress").items().length > 0;
}

const labelsOf = ({ root }: Manifest): Field => root.at("spec", "podSelector", "matchLabels");

/** The policies that may be about some pods. */
export const policiesPerhapsCovering = selectorsOfPods(networkPoliciesIn, labelsOf);

/** The pods that a policy may be about. */
export const podsPerhapsCovered = <M extends Manifest>(
  policy: Manifest,
  stack: readonly M[],
): readonly Pods<M>[] => podsPerhapsSelected(stack, () => namespaceOf(policy), labelsOf(policy));

/** Whether a policy is about some pods. */
export function covers(policy: Manifest, pods: Pods): boolean {
  return allHold(
    () => areIn(namespaceOf(policy), pods),
    () => selectsByLabels(policy.root.at("spec", "podSelector"), pods),
  );
}
