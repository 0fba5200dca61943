import { manifestRule } from "../judging/manifest-rule.ts";
import { has, isRole } from "../kubernetes/role.ts";

export const noWildcardRbac = manifestRule({
  name: "no-wildcard-rbac",
  displayName: "No role gives everything of a sort",
  description: "No role has a star among its verbs, resources or API groups.",
  severity: "high",
  tags: ["RBAC", "NSA", "CIS"],
  why: "A star also gives what the cluster learns tomorrow, and nobody can tell from the role what its holder may do.",
  fix: "name each verb, resource and API group that is needed.",
  remediation: [
    "Look at what the program really asks the API server for, for example in the audit log.",
    "Write these verbs, resources and groups, and resourceNames where the names are known.",
  ],
  concerns: isRole,
  judgesParts: true,
  checks: [
    ({ root }, report, { attempt }) => {
      for (const rule of root.at("rules").items()) {
        for (const list of ["verbs", "resources", "apiGroups"]) {
          attempt(() => {
            if (has(rule.at(list), ["*"])) {
              report(rule.at(list), "has a star");
            }
          });
        }
      }
    },
  ],
});
