import { manifestRule } from "../judging/manifest-rule.ts";
import { isRoleBinding } from "../kubernetes/role.ts";

export const noClusterAdminBinding = manifestRule({
  name: "no-cluster-admin-binding",
  displayName: "Nobody is made cluster-admin",
  description: "No binding gives the role cluster-admin, to a namespace or to the cluster.",
  severity: "critical",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Whoever takes over such a holder has the whole cluster, its secrets and its nodes.",
  fix: "bind a role of its own that gives what is needed.",
  remediation: [
    "Write a Role with the verbs and resources that the program needs, in its own namespace.",
    "Bind that role in roleRef. A roleRef can't be changed: the binding is made anew.",
  ],
  concerns: isRoleBinding,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const name = root.at("roleRef", "name");
      if (name.value === "cluster-admin") {
        report(name, "is cluster-admin");
      }
    },
  ],
});
