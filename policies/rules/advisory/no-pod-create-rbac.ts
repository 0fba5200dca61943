import { rightRule } from "../../judging/right-rule.ts";

export const noPodCreateRbac = rightRule({
  name: "no-pod-create-rbac",
  displayName: "No role that makes pods",
  description: "No role may create pods.",
  severity: "medium",
  level: "advisory",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Who makes a pod chooses its ServiceAccount and its Secrets, and so has the rights of all that are in the namespace.",
  fix: "remove create on pods.",
  remediation: [
    "Let a controller make pods, and give the role what it needs of the controller's object.",
    "Where a program must start pods, give it a namespace of its own with nothing else in it.",
  ],
  rights: [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }],
  problem: "may create pods",
});
