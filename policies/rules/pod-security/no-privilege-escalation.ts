import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { isForWindows } from "../../kubernetes/pod-template.ts";

export const noPrivilegeEscalation = containerRule({
  name: "no-privilege-escalation",
  displayName: "No privilege escalation",
  description: "Every container says allowPrivilegeEscalation: false. Pods for Windows are excepted.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "allowPrivilegeEscalation"),
  why: "A process could gain more rights than it was started with.",
  fix: "set securityContext.allowPrivilegeEscalation to false.",
  remediation: [
    "Set allowPrivilegeEscalation: false in the container's securityContext: Kubernetes allows it otherwise.",
    "Remove programs from the image that work only with more rights than their caller's, such as sudo.",
  ],
  checks: [
    ({ root, template }, report) => {
      const field = root.at("securityContext", "allowPrivilegeEscalation");
      if (field.value !== false && !isForWindows(template)) {
        report(field, stateOf(field));
      }
    },
  ],
});
