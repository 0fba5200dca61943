import { containerRule } from "../judging/container-rule.ts";
import { resourceCheck } from "../judging/resource-check.ts";

export const requireEphemeralStorageLimit = containerRule({
  name: "require-ephemeral-storage-limit",
  displayName: "Disk on the node is requested and limited",
  description: "Every container and init container requests ephemeral storage and limits it.",
  severity: "medium",
  tags: ["resources", "SRE"],
  why: "Logs and temporary files of one pod could fill the node's disk, and the node then evicts others.",
  fix: "set it under the container's resources.",
  remediation: [
    "Set resources.requests.ephemeral-storage to what the container writes under normal load, its log included.",
    "Set resources.limits.ephemeral-storage to the most it may write: beyond it the pod is evicted.",
  ],
  // The API server refuses resources on an ephemeral container.
  concerns: ({ list }) => list !== "ephemeralContainers",
  checks: [resourceCheck("requests", "ephemeral-storage"), resourceCheck("limits", "ephemeral-storage")],
});
