import { allHold, type Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { areIn, type Pods } from "./pods.ts";
import { podsPerhapsSelected, selectorsOfPods } from "./selectable.ts";
import { selectsByLabels } from "./selector.ts";
import { ofKind } from "./stack-search.ts";

const BUDGET = "policy/PodDisruptionBudget";

export const isDisruptionBudget = ({ kind }: Manifest): boolean => kindKey(kind) === BUDGET;

const labelsOf = ({ root }: Manifest): Field => root.at("spec", "selector", "matchLabels");

/** The budgets that may be about some pods. */
export const budgetsPerhapsProtecting = selectorsOfPods((stack) => ofKind(stack, BUDGET), labelsOf);

/** The pods that a budget may be about. */
export const podsPerhapsProtected = <M extends Manifest>(
  budget: Manifest,
  stack: readonly M[],
): readonly Pods<M>[] => podsPerhapsSelected(stack, () => namespaceOf(budget), labelsOf(budget));

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
