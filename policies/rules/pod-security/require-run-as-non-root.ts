import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";
import type { Field } from "../../kubernetes/field.ts";
import { hasUserNamespace } from "../../kubernetes/pod-template.ts";

export const requireRunAsNonRoot = podRule({
  name: "require-run-as-non-root",
  displayName: "Containers do not run as root",
  description:
    "Every container runs with runAsNonRoot: true, set on it or on its pod, unless the pod is in a user namespace.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "runAsNonRoot"),
  why: "A process that breaks out of its container as root is root on the node.",
  fix: "set securityContext.runAsNonRoot to true.",
  remediation: [
    "Make the image run as a numbered user of its own (USER 65532 in its Dockerfile).",
    "Set runAsNonRoot: true in the pod's securityContext: all its containers inherit it.",
    "Remove runAsNonRoot: false wherever it stands, also where each container overrides it.",
  ],
  podChecks: [
    (template, report) => {
      const field = settingOf(template.spec);
      if (field.isSet && field.value !== true && !hasUserNamespace(template)) {
        report(field, stateOf(field));
      }
    },
  ],
  containerChecks: [
    ({ root, template }, report) => {
      const own = settingOf(root);
      // What the pod sets wrongly is told of the pod.
      const isFine = own.isSet ? own.value === true : settingOf(template.spec).isSet;
      if (!isFine && !hasUserNamespace(template)) {
        report(own, own.isSet ? stateOf(own) : "is not set, nor on the pod");
      }
    },
  ],
});

function settingOf(owner: Field): Field {
  return owner.at("securityContext", "runAsNonRoot");
}
