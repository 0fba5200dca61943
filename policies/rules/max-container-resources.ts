import { containerRule, type ContainerCheck } from "../judging/container-rule.ts";
import { textParameter } from "../judging/settings.ts";
import { quantityOf } from "../kubernetes/quantity.ts";

export const maxContainerResources = containerRule({
  name: "max-container-resources",
  displayName: "No container asks for a whole node",
  description:
    "No container requests more CPU or memory than the stack allows one container, or has a limit above it.",
  severity: "medium",
  tags: ["resources", "cost", "SRE"],
  why: "A pod that is larger than what nodes have free waits for ever, and a slip of a suffix costs a node.",
  fix: "lower it, or raise the ceiling in the stack's policy configuration.",
  remediation: [
    "Look at what the container used in the last weeks, and set its request and limit from that.",
    "Where it needs more, make it several replicas.",
    "If it must be this large, make sure that nodes of the size exist, and raise the parameter of its stack.",
  ],
  parameters: {
    cpu: textParameter("The most CPU that a container may have.", "4"),
    memory: textParameter("The most memory that a container may have.", "8Gi"),
  },
  checks: [
    ceilingCheck("requests", "cpu"),
    ceilingCheck("limits", "cpu"),
    ceilingCheck("requests", "memory"),
    ceilingCheck("limits", "memory"),
  ],
});

function ceilingCheck(bound: "requests" | "limits", resource: "cpu" | "memory"): ContainerCheck {
  return ({ root }, report, { settings }) => {
    const ceiling = settings.text(resource);
    const most = quantityOf(ceiling);
    if (most === undefined) {
      throw new Error(
        `max-container-resources: ${resource} must be a quantity such as 4, 500m or 8Gi. Correct it in the policy configuration.`,
      );
    }
    const quantity = root.at("resources", bound, resource);
    const size = quantityOf(quantity.value);
    if (size !== undefined && size > most) {
      report(quantity, `is ${String(quantity.value)}, above the ${ceiling} that a container may have`);
    }
  };
}
