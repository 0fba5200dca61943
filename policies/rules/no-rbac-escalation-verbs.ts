import { rightRule } from "../judging/right-rule.ts";

export const noRbacEscalationVerbs = rightRule({
  name: "no-rbac-escalation-verbs",
  displayName: "No role lets its holder gain more",
  description: "No role allows bind or escalate on roles, or impersonate on users, groups and accounts.",
  severity: "critical",
  tags: ["RBAC", "CIS"],
  why: "With one of these the holder gives himself every right, and all other roles are worth nothing.",
  fix: "leave these verbs out.",
  remediation: [
    "Remove bind, escalate and impersonate, and a star among the verbs.",
    "Let roles and bindings be made by who deploys, not by a program in the cluster.",
  ],
  problem: "lets its holder gain every right",
  rights: [
    {
      apiGroups: ["rbac.authorization.k8s.io"],
      resources: ["roles", "clusterroles"],
      verbs: ["bind", "escalate"],
    },
    {
      apiGroups: ["", "authentication.k8s.io"],
      resources: ["users", "groups", "serviceaccounts", "uids", "userextras/*"],
      verbs: ["impersonate"],
    },
  ],
});
