import type { ContainerCheck } from "../judging/container-rule.ts";
import { quantityForm } from "../judging/parameter-forms.ts";
import { podRule, type PodCheck } from "../judging/pod-rule.ts";
import { textParameter, type Settings } from "../judging/settings.ts";
import { containersOf } from "../kubernetes/container.ts";
import { someField } from "../kubernetes/field.ts";
import { quantityOf } from "../kubernetes/quantity.ts";

interface Figure {
  readonly bound: "requests" | "limits";
  readonly resource: "cpu" | "memory";
}

const figures: readonly Figure[] = (["cpu", "memory"] as const).flatMap((resource) =>
  (["requests", "limits"] as const).map((bound) => ({ bound, resource })),
);

export const maxContainerResources = podRule({
  name: "max-container-resources",
  displayName: "No container asks for a whole node",
  description:
    "No container requests more CPU or memory than the stack allows one container, or has a limit above it, be it through its pod's own resources.",
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
    cpu: textParameter("The most CPU that a container may have.", "4", quantityForm),
    memory: textParameter("The most memory that a container may have.", "8Gi", quantityForm),
  },
  podChecks: figures.map((figure) => podCheck(figure)),
  containerChecks: figures.map((figure) => containerCheck(figure)),
});

function containerCheck({ bound, resource }: Figure): ContainerCheck {
  return ({ root }, report, { settings }) => {
    const ceiling = ceilingOf(settings, resource);
    const quantity = root.at("resources", bound, resource);
    const size = quantityOf(quantity.value);
    if (size !== undefined && size > ceiling.size)
      report(quantity, `is ${String(quantity.value)}, above the ${ceiling.text} that a container may have`);
  };
}

/**
 * What a pod has as a whole is any container's that has no bound of its own. Where all have one, together they may have as much as they
 * may one by one.
 */
function podCheck({ bound, resource }: Figure): PodCheck {
  return (template, report, { settings, attempt }) => {
    const ceiling = ceilingOf(settings, resource);
    const quantity = template.spec.at("resources", bound, resource);
    const size = quantityOf(quantity.value);
    if (size === undefined || size <= ceiling.size) return;
    const state = `is ${String(quantity.value)}, above`;
    const containers = containersOf(template, attempt).filter(({ list }) => list !== "ephemeralContainers");
    if (size > ceiling.size * BigInt(Math.max(1, containers.length)))
      report(quantity, `${state} ${containers.length} times the ${ceiling.text} that a container may have`);
    else if (someField(containers, ({ root }) => !root.at("resources", bound, resource).isSet))
      report(
        quantity,
        `${state} the ${ceiling.text} that a container may have, and one is without a bound of its own`,
      );
  };
}

function ceilingOf(
  settings: Settings,
  resource: Figure["resource"],
): { readonly text: string; readonly size: bigint } {
  const text = settings.text(resource);
  const size = quantityOf(text);
  if (size === undefined)
    throw new Error(
      `max-container-resources: ${resource} must be a quantity such as 4, 500m or 8Gi. Correct it in the policy configuration.`,
    );
  return { text, size };
}
