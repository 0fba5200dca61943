import { podSecurityStandard } from "../../judging/frameworks.ts";
import { podRule } from "../../judging/pod-rule.ts";
import type { ReportField } from "../../judging/report-field.ts";
import type { Field } from "../../kubernetes/field.ts";
import { hasUserNamespace, type PodTemplate } from "../../kubernetes/pod-template.ts";

export const noRunAsRootUser = podRule({
  name: "no-run-as-root-user",
  displayName: "Nobody asks for user 0",
  description: "No pod and no container sets runAsUser to 0, unless the pod is in a user namespace.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "runAsUser"),
  why: "User 0 is root: a process that breaks out of its container is root on the node.",
  fix: "set runAsUser to the number of the image's own user, or remove it.",
  remediation: [
    "Make the image run as a numbered user of its own (USER 65532 in its Dockerfile).",
    "Remove runAsUser: 0 wherever it stands, also where each container overrides it.",
  ],
  podChecks: [
    (template, report) => {
      checkUser(template.spec, template, report);
    },
  ],
  containerChecks: [
    ({ root, template }, report) => {
      checkUser(root, template, report);
    },
  ],
});

function checkUser(owner: Field, template: PodTemplate, report: ReportField): void {
  const field = owner.at("securityContext", "runAsUser");
  if ((field.value === 0 || field.value === "0") && !hasUserNamespace(template)) {
    report(field, "is 0, which is root");
  }
}
