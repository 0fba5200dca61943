import { manifestRule } from "../judging/manifest-rule.ts";
import { rightRule } from "../judging/right-rule.ts";
import type { Rule } from "../judging/rule.ts";
import { isRoleBinding } from "../kubernetes/role.ts";

const text = {
  name: "no-pod-exec-rbac",
  displayName: "No role opens running pods",
  description:
    "No role allows exec, attach or portforward on pods or adds containers to them, and no binding gives a role of the cluster's own that does.",
  severity: "high",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Who may run a command in a pod has its secrets, its token and its network, and leaves no trace in any manifest.",
  fix: "leave these resources out, and bind no role that has them.",
  remediation: [
    "Remove pods/exec, pods/attach, pods/portforward and pods/ephemeralcontainers from the role.",
    "In place of the cluster's own roles edit and admin, bind one of your own.",
    "For an emergency give the right by hand, to a person, for an hour.",
  ],
} as const;

const ofRoles = rightRule({
  ...text,
  problem: "opens running pods",
  rights: [
    {
      apiGroups: [""],
      resources: ["pods/exec", "pods/attach", "pods/portforward"],
      verbs: ["create", "get"],
    },
    { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch", "update"] },
  ],
});

/** cluster-admin has it as well, and a rule of its own. */
const openingRoles: readonly unknown[] = ["admin", "edit"];

const ofBindings = manifestRule({
  ...text,
  concerns: isRoleBinding,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const name = root.at("roleRef", "name");
      if (openingRoles.includes(name.value) && root.at("roleRef", "kind").value === "ClusterRole") {
        report(name, `is ${String(name.value)}, which opens running pods`);
      }
    },
  ],
});

export const noPodExecRbac: Rule = {
  ...text,
  judgeResource(manifests, inspection) {
    ofRoles.judgeResource?.(manifests, inspection);
    ofBindings.judgeResource?.(manifests, inspection);
  },
};
