import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";

export const noPrivilegedContainers = containerRule({
  name: "no-privileged-containers",
  displayName: "No privileged containers",
  description: "No container is privileged.",
  severity: "critical",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "privileged"),
  why: "A privileged process has every right of root on the node, its disks and devices included.",
  fix: "remove securityContext.privileged.",
  remediation: [
    "Remove privileged from the container's securityContext, or set it to false.",
    "Find out which one right the program needs, and look for a way to do without it.",
  ],
  checks: [
    ({ root }, report) => {
      const field = root.at("securityContext", "privileged");
      if (field.isSet && field.value !== false) {
        report(field, stateOf(field));
      }
    },
  ],
});
