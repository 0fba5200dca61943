import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";
import type { ReportField } from "../../judging/report-field.ts";
import type { Field } from "../../kubernetes/field.ts";

export const noHostProcess = podRule({
  name: "no-host-process",
  displayName: "No Windows host processes",
  description: "No pod and no container runs as a process of a Windows node.",
  severity: "high",
  tags: ["pod-security", "PSS", "CIS"],
  framework: podSecurityStandard("baseline", "windowsHostProcess"),
  why: "Its processes run outside any container, with the rights of an administrator of the node.",
  fix: "remove windowsOptions.hostProcess.",
  remediation: [
    "Remove hostProcess from the windowsOptions of the pod and of its containers, or set it to false.",
    "Leave what must be done on a node to whoever runs the nodes.",
  ],
  podChecks: [
    ({ spec }, report) => {
      checkOptions(spec, report);
    },
  ],
  containerChecks: [
    ({ root }, report) => {
      checkOptions(root, report);
    },
  ],
});

function checkOptions(owner: Field, report: ReportField): void {
  const field = owner.at("securityContext", "windowsOptions", "hostProcess");
  if (field.isSet && field.value !== false) {
    report(field, stateOf(field));
  }
}
