import { containerRule } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";

export const defaultProcMount = containerRule({
  name: "default-proc-mount",
  displayName: "Masked proc file system",
  description: "No container unmasks /proc, not even in a user namespace.",
  severity: "medium",
  tags: ["pod-security", "PSS"],
  framework: podSecurityStandard("restricted", "procMount_restricted"),
  why: "Unmasked, /proc shows the kernel's keys and memory and lets a process change its settings.",
  fix: "remove securityContext.procMount.",
  remediation: [
    "Remove procMount from the container's securityContext, or set it to Default.",
    "Do what needs an unmasked /proc, such as building images, on a machine of its own.",
  ],
  checks: [
    ({ root }, report) => {
      const field = root.at("securityContext", "procMount");
      if (field.isSet && field.value !== "Default") {
        report(field, stateOf(field, /^Unmasked$/));
      }
    },
  ],
});
