import { manifestRule } from "../judging/manifest-rule.ts";
import { kindKey } from "../kubernetes/kind.ts";

export const noLegacySaTokenSecret = manifestRule({
  name: "no-legacy-sa-token-secret",
  displayName: "No tokens that never expire",
  description: "No Secret is of the type kubernetes.io/service-account-token.",
  severity: "medium",
  tags: ["RBAC", "secrets", "CIS"],
  why: "Such a token holds until somebody deletes it, and whoever has once read it has the account for good.",
  fix: "remove the Secret and ask for a token that expires.",
  remediation: [
    "In a pod mount a projected volume with serviceAccountToken and expirationSeconds.",
    "Outside the cluster ask for one each time, by kubectl create token or the TokenRequest API.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "core/Secret",
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      if (root.at("type").value === "kubernetes.io/service-account-token") {
        report(root.at("type"), "is kubernetes.io/service-account-token");
      }
    },
  ],
});
