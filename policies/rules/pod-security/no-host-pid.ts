import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";

export const noHostPid = podRule({
  name: "no-host-pid",
  displayName: "No host process namespace",
  description: "No pod sees the processes of its node.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "hostNamespaces"),
  why: "The pod could watch, trace and stop every process of the node, and read what their environments hold.",
  fix: "remove hostPID.",
  remediation: [
    "Remove hostPID, or set it to false.",
    "To see processes of one container from another of the same pod, set shareProcessNamespace instead.",
  ],
  podChecks: [
    ({ spec }, report) => {
      const field = spec.at("hostPID");
      if (field.isSet && field.value !== false) {
        report(field, stateOf(field));
      }
    },
  ],
});
