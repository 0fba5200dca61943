import type { ContainerCheck } from "./container-rule.ts";
import { stateOf } from "./message.ts";

// "0", 0, "0m", "0.0Gi": the scheduler takes all of them for not set.
const zero = /^0+(\.0*)?[A-Za-z]*$/;

/** Judges whether a container says how much of a resource it needs, or how much it may have. */
export function resourceCheck(
  bound: "requests" | "limits",
  resource: "cpu" | "memory" | "ephemeral-storage",
): ContainerCheck {
  return (container, report) => {
    const quantity = container.root.at("resources", bound, resource);
    const { value } = quantity;
    if ((typeof value !== "string" && typeof value !== "number") || value === "") {
      report(quantity, stateOf(quantity));
    } else if (zero.test(String(value))) {
      report(quantity, "is zero, which counts as not set");
    }
  };
}
