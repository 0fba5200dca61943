import { podSecurityStandard } from "../../judging/frameworks.ts";
import { podRule } from "../../judging/pod-rule.ts";
import { checkProfile } from "../../judging/profile-check.ts";
import type { Rule } from "../../judging/rule.ts";
import { containersOf } from "../../kubernetes/container.ts";
import { someField, type Field } from "../../kubernetes/field.ts";
import { isForWindows, podTemplateOf } from "../../kubernetes/pod-template.ts";
import { isConfining } from "../../kubernetes/security-profile.ts";
import { setField } from "../../kubernetes/set-field.ts";

const judged = podRule({
  name: "require-seccomp-profile",
  displayName: "A seccomp profile is set",
  description:
    "Every container has the seccomp profile RuntimeDefault or Localhost, set on it or on its pod. Pods for Windows are excepted.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "seccompProfile_restricted"),
  why: "Without a profile that confines it a process may make every call of the kernel, and Kubernetes sets none by itself.",
  fix: "set seccompProfile.type to RuntimeDefault in the pod's securityContext.",
  remediation: [
    "Set seccompProfile: { type: RuntimeDefault } in the pod's securityContext: all its containers inherit it.",
    "Remove profiles of other types, also where a better one overrides them: the API server counts each.",
  ],
  podChecks: [
    (template, report) => {
      const profile = profileOf(template.spec);
      if (profile.isSet && !isConfining(profile) && !isForWindows(template)) {
        checkProfile(profile, report);
      }
    },
  ],
  containerChecks: [
    ({ root, template }, report) => {
      const own = profileOf(root);
      // What the pod sets wrongly is told of the pod.
      const isFine = own.isSet ? isConfining(own) : profileOf(template.spec).isSet;
      if (isFine || isForWindows(template)) {
        return;
      }
      if (own.isSet) {
        checkProfile(own, report);
      } else {
        report(own, "is not set, nor on the pod");
      }
    },
  ],
});

export const requireSeccompProfile: Rule = {
  ...judged,
  remedy(manifest) {
    const template = podTemplateOf(manifest);
    return (
      template?.spec.isSet === true &&
      !isForWindows(template) &&
      !profileOf(template.spec).isSet &&
      someField(
        containersOf(template, (read) => {
          read();
        }),
        ({ root }) => !profileOf(root).isSet,
      ) &&
      setField(template.spec, ["securityContext", "seccompProfile"], { type: "RuntimeDefault" })
    );
  },
};

function profileOf(owner: Field): Field {
  return owner.at("securityContext", "seccompProfile");
}
