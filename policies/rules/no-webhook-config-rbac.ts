import { rightRule } from "../judging/right-rule.ts";

export const noWebhookConfigRbac = rightRule({
  name: "no-webhook-config-rbac",
  displayName: "No role changes admission webhooks",
  description: "No role may write the configuration of admission webhooks.",
  severity: "high",
  tags: ["RBAC", "NSA", "CIS"],
  why: "A webhook sees and may change every object that is written, secrets too, and removing one switches its checks off.",
  fix: "allow get, list and watch at most.",
  remediation: [
    "Remove create, update, patch and delete on mutatingwebhookconfigurations and validatingwebhookconfigurations.",
    "An operator that renews its own certificate there needs update on that one name, by a role that is not ours.",
  ],
  problem: "may write admission webhooks",
  rights: [
    {
      apiGroups: ["admissionregistration.k8s.io"],
      resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
      verbs: ["create", "update", "patch", "delete", "deletecollection"],
    },
  ],
});
