import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { capabilityName } from "../../kubernetes/capability.ts";

/** What runtimes give a container by default, less NET_RAW. */
const addable: readonly unknown[] = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

export const noAddedCapabilities = containerRule({
  name: "no-added-capabilities",
  displayName: "No capability beyond the default",
  description: "No container adds a capability that runtimes don't give by default, nor NET_RAW.",
  severity: "critical",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "capabilities_baseline"),
  why: "Capabilities such as SYS_ADMIN and NET_ADMIN are as good as root on the node.",
  fix: "remove it from securityContext.capabilities.add.",
  remediation: [
    "Remove the capability from capabilities.add.",
    "Find out which call of the program fails without it, and look for a way that needs no right of the node.",
  ],
  checks: [
    ({ root }, report, inspection) => {
      for (const element of root.at("securityContext", "capabilities", "add").items()) {
        inspection.attempt(() => {
          if (!addable.includes(element.value)) {
            report(element, stateOf(element, capabilityName));
          }
        });
      }
    },
  ],
});
