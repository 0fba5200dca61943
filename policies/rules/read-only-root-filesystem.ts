import { containerRule } from "../judging/container-rule.ts";
import { stateOf } from "../judging/message.ts";

export const readOnlyRootFilesystem = containerRule({
  name: "read-only-root-filesystem",
  displayName: "Read-only root filesystem",
  description: "Every container says readOnlyRootFilesystem: true.",
  severity: "medium",
  tags: ["pod-security", "NSA"],
  why: "An intruder could change the program or leave tools behind, and files written there vanish at a restart.",
  fix: "set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program writes.",
  remediation: [
    "Set readOnlyRootFilesystem: true in the container's securityContext.",
    "Mount an emptyDir with a sizeLimit at each path that the program writes to, such as /tmp.",
  ],
  checks: [
    (container, report) => {
      const field = container.root.at("securityContext", "readOnlyRootFilesystem");
      if (field.value !== true) {
        report(field, stateOf(field));
      }
    },
  ],
});
