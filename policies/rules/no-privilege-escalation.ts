import { containerRule } from "../judging/container-rule.ts";
import { podSecurityStandard } from "../judging/frameworks.ts";
import { stateOf } from "../judging/message.ts";

export const noPrivilegeEscalation = containerRule({
  name: "no-privilege-escalation",
  displayName: "No privilege escalation",
  description: "Every container says allowPrivilegeEscalation: false, and none is privileged.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("allowPrivilegeEscalation, privileged"),
  why: "A process could gain more rights than it was started with, up to those of the node.",
  fix: "set securityContext.allowPrivilegeEscalation to false and remove privileged.",
  remediation: [
    "Set allowPrivilegeEscalation: false in the container's securityContext: Kubernetes allows it otherwise.",
    "Remove privileged, or set it to false. What needs one right of the node can be given just that one.",
  ],
  checks: [
    (container, report) => {
      const field = container.root.at("securityContext", "allowPrivilegeEscalation");
      if (field.value !== false) {
        report(field, stateOf(field));
      }
    },
    (container, report) => {
      const field = container.root.at("securityContext", "privileged");
      if (field.isSet && field.value !== false) {
        report(field, stateOf(field));
      }
    },
  ],
});
