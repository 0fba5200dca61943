import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";
import { checkProfile } from "../../judging/profile-check.ts";

/** Followed by a container's name. Nodes still read it where the field is not set. */
const annotation = "container.apparmor.security.beta.kubernetes.io/";

export const noUnconfinedApparmor = podRule({
  name: "no-unconfined-apparmor",
  displayName: "AppArmor is left on",
  description: "No pod and no container switches AppArmor off, by field or by annotation.",
  severity: "medium",
  tags: ["pod-security", "PSS", "CIS"],
  framework: podSecurityStandard("baseline", "appArmorProfile"),
  why: "AppArmor keeps a process from mounting, tracing and writing where its container should not.",
  fix: "remove it, or set appArmorProfile.type to RuntimeDefault.",
  remediation: [
    "Remove appArmorProfile, or set its type to RuntimeDefault or Localhost.",
    `Remove annotations that begin with ${annotation} and set the field instead.`,
  ],
  podChecks: [
    ({ spec }, report) => {
      checkProfile(spec.at("securityContext", "appArmorProfile"), report);
    },
    ({ root }, report, inspection) => {
      for (const [key, field] of root.at("metadata", "annotations").entries()) {
        inspection.attempt(() => {
          if (key.startsWith(annotation) && field.isSet && !isAllowed(field.value)) {
            report(field, stateOf(field, /^unconfined$/));
          }
        });
      }
    },
  ],
  containerChecks: [
    ({ root }, report) => {
      checkProfile(root.at("securityContext", "appArmorProfile"), report);
    },
  ],
});

function isAllowed(value: unknown): boolean {
  return (
    typeof value === "string" &&
    (value === "" || value === "runtime/default" || value.startsWith("localhost/"))
  );
}
