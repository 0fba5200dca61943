import { podSecurityStandard } from "../../judging/frameworks.ts";
import { podRule } from "../../judging/pod-rule.ts";
import { checkProfile } from "../../judging/profile-check.ts";

export const noUnconfinedSeccomp = podRule({
  name: "no-unconfined-seccomp",
  displayName: "Seccomp is not switched off",
  description: "No pod and no container sets a seccomp profile other than RuntimeDefault and Localhost.",
  severity: "high",
  tags: ["pod-security", "PSS", "CIS"],
  framework: podSecurityStandard("baseline", "seccompProfile_baseline"),
  why: "Unconfined, a process may make every call of the kernel, and many ways out of a container begin with a rare one.",
  fix: "set seccompProfile.type to RuntimeDefault.",
  remediation: [
    "Set seccompProfile: { type: RuntimeDefault } in the pod's securityContext.",
    "Remove it from containers, unless one has a profile of its own (Localhost).",
  ],
  podChecks: [
    ({ spec }, report) => {
      checkProfile(spec.at("securityContext", "seccompProfile"), report);
    },
  ],
  containerChecks: [
    ({ root }, report) => {
      checkProfile(root.at("securityContext", "seccompProfile"), report);
    },
  ],
});
