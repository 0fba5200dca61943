import type { Field } from "../kubernetes/field.ts";
import type { ContainerCheck } from "./container-rule.ts";
import { stateOf } from "./message.ts";

// "0", 0, "0m", "0.0Gi": the scheduler takes all of them for not set.
const zero = /^0+(\.0*)?[A-Za-z]*$/;

/** What a pod can be given as a whole, for its containers to share. */
const sharedByPods: readonly string[] = ["cpu", "memory"];

/**
 * Judges whether a container says how much of a resource it needs, or how much it may have. What its pod says as a whole holds for a
 * container that says nothing.
 */
export function resourceCheck(
  bound: "requests" | "limits",
  resource: "cpu" | "memory" | "ephemeral-storage",
): ContainerCheck {
  return ({ root, template }, report) => {
    const quantity = root.at("resources", bound, resource);
    const problem = problemOf(quantity);
    if (problem === undefined) return;
    const ofPod = template.spec.at("resources", bound, resource);
    if (!sharedByPods.includes(resource) || problemOf(ofPod) !== undefined) report(quantity, problem);
  };
}

function problemOf(quantity: Field): string | undefined {
  const { value } = quantity;
  if ((typeof value !== "string" && typeof value !== "number") || value === "") return stateOf(quantity);
  return zero.test(String(value)) ? "is zero, which counts as not set" : undefined;
}
