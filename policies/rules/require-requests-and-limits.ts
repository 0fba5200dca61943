import { containerRule, type ContainerCheck } from "../judging/container-rule.ts";
import { stateOf } from "../judging/message.ts";
import { switchParameter } from "../judging/settings.ts";

const cpuLimit = "cpuLimit";

// "0", 0, "0m", "0.0Gi": the scheduler takes all of them for not set.
const zero = /^0+(\.0*)?[A-Za-z]*$/;

export const requireRequestsAndLimits = containerRule({
  name: "require-requests-and-limits",
  displayName: "CPU and memory are requested and limited",
  description: "Every container and init container requests CPU and memory and limits both.",
  severity: "high",
  tags: ["resources", "NSA", "SRE"],
  why: "Without requests the node is overfilled, and without limits one container starves or kills its neighbours.",
  fix: "set it under the container's resources.",
  remediation: [
    "Set resources.requests.cpu and resources.requests.memory to what the container needs under normal load.",
    "Set resources.limits.memory to the same figure as its request: memory cannot be taken back from a container.",
    "Set resources.limits.cpu to the most it may use at start and under peak load.",
  ],
  parameters: {
    [cpuLimit]: switchParameter(
      "Whether a CPU limit is required. Some teams do without, to avoid throttling.",
      true,
    ),
  },
  // The API server refuses resources on an ephemeral container.
  concerns: ({ list }) => list !== "ephemeralContainers",
  checks: [
    resourceCheck("requests", "cpu"),
    resourceCheck("requests", "memory"),
    resourceCheck("limits", "cpu"),
    resourceCheck("limits", "memory"),
  ],
});

function resourceCheck(bound: "requests" | "limits", resource: "cpu" | "memory"): ContainerCheck {
  return (container, report, { settings }) => {
    if (bound === "limits" && resource === "cpu" && !settings.isOn(cpuLimit)) {
      return;
    }
    const quantity = container.root.at("resources", bound, resource);
    const { value } = quantity;
    if ((typeof value !== "string" && typeof value !== "number") || value === "") {
      report(quantity, stateOf(quantity));
    } else if (zero.test(String(value))) {
      report(quantity, "is zero, which counts as not set");
    }
  };
}
