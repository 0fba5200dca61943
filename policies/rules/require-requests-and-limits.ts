import { containerRule } from "../judging/container-rule.ts";
import { resourceCheck } from "../judging/resource-check.ts";
import { switchParameter } from "../judging/settings.ts";

const cpuLimit = "cpuLimit";

const checkCpuLimit = resourceCheck("limits", "cpu");

export const requireRequestsAndLimits = containerRule({
  name: "require-requests-and-limits",
  displayName: "CPU and memory are requested and limited",
  description:
    "Every container and init container requests CPU and memory and limits both, by itself or through its pod's own resources.",
  severity: "high",
  tags: ["resources", "NSA", "SRE"],
  why: "Without requests the node is overfilled, and without limits one container starves or kills its neighbours.",
  fix: "set it under the container's resources.",
  remediation: [
    "Set resources.requests.cpu and resources.requests.memory to what the container needs under normal load.",
    "Set resources.limits.memory to the same figure as its request: memory cannot be taken back from a container.",
    "Set resources.limits.cpu to the most it may use at start and under peak load.",
    "From Kubernetes 1.34 on, spec.resources of the pod may say it for all containers that say nothing themselves: they share it.",
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
    (container, report, inspection) => {
      if (inspection.settings.isOn(cpuLimit)) {
        checkCpuLimit(container, report, inspection);
      }
    },
    resourceCheck("limits", "memory"),
  ],
});
