import { allHold, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { areIn, type Pods } from "./pods.ts";
import { selectsByLabels } from "./selector.ts";

export type Direction = "Ingress" | "Egress";

export const isNetworkPolicy = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "networking.k8s.io/NetworkPolicy";

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

/** Whether a policy is about some pods. */
export function covers(policy: Manifest, pods: Pods): boolean {
  return allHold(
    () => areIn(namespaceOf(policy), pods),
    () => selectsByLabels(policy.root.at("spec", "podSelector"), pods),
  );
}
