import { podRule } from "../judging/pod-rule.ts";

export const noDeprecatedServiceAccountField = podRule({
  name: "no-deprecated-service-account-field",
  displayName: "The account stands in its own field",
  description: "No pod names its account in spec.serviceAccount.",
  severity: "low",
  tags: ["RBAC"],
  why: "The field was given up for serviceAccountName: tools that read only that one take the pod for one without an account.",
  fix: "move the name to serviceAccountName.",
  remediation: ["Set serviceAccountName to the same name.", "Remove serviceAccount."],
  podChecks: [
    ({ spec }, report) => {
      if (spec.at("serviceAccount").isSet) {
        report(spec.at("serviceAccount"), "is set");
      }
    },
  ],
});
