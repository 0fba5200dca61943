import { allHold, type Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { areIn, type Pods } from "./pods.ts";
import { selectsByLabels } from "./selector.ts";

export const isDisruptionBudget = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "policy/PodDisruptionBudget";

/** Whether a budget is about some pods. One without a selector is about none. */
export function protects(budget: Manifest, pods: Pods): boolean {
  const selector = budget.root.at("spec", "selector");
  return allHold(
    () => selector.isSet,
    () => areIn(namespaceOf(budget), pods),
    () => selectsByLabels(selector, pods),
  );
}

const percentage = /^(\d+)%$/;

/**
 * A bound of a budget in pods: a share of them is rounded up.
 * @returns undefined for what is neither a number nor a share.
 */
export function podsOfBound({ value }: Field, replicas: number): number | undefined {
  if (typeof value === "number") {
    return value;
  }
  const [, share] = typeof value === "string" ? (percentage.exec(value) ?? []) : [];
  return share === undefined ? undefined : Math.ceil((Number(share) * replicas) / 100);
}

/** A bound as it is written, for a message. */
export function shownBound({ value }: Field): string {
  return typeof value === "number" || (typeof value === "string" && percentage.test(value))
    ? String(value)
    : "no number of pods";
}
