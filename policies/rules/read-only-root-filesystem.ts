import { containerRule } from "../judging/container-rule.ts";
import { stateOf } from "../judging/message.ts";
import { isForWindows } from "../kubernetes/pod-template.ts";

export const readOnlyRootFilesystem = containerRule({
  name: "read-only-root-filesystem",
  displayName: "Read-only root filesystem",
  description: "Every container says readOnlyRootFilesystem: true. Pods for Windows are excepted.",
  severity: "medium",
  tags: ["pod-security", "NSA"],
  why: "An intruder could change the program or leave tools behind, and files written there vanish at a restart.",
  fix: "set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program writes.",
  remediation: [
    "Set readOnlyRootFilesystem: true in the container's securityContext.",
    "Mount an emptyDir with a sizeLimit at each path that the program writes to, such as /tmp.",
  ],
  checks: [
    ({ root, template }, report) => {
      const field = root.at("securityContext", "readOnlyRootFilesystem");
      // In every container Windows writes to its registry and its system's files.
      if (field.value !== true && !isForWindows(template)) {
        report(field, stateOf(field));
      }
    },
  ],
});
