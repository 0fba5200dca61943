import { rightRule } from "../../judging/right-rule.ts";

export const noBroadDeleteRbac = rightRule({
  name: "no-broad-delete-rbac",
  displayName: "No role that removes traces or data",
  description:
    "No role may create persistent volumes, delete events, or delete everything of a kind that data or workloads hang on.",
  severity: "low",
  level: "advisory",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Who makes a volume reads a node's files by it, who deletes events hides what was done, and one command deletes all of a kind.",
  fix: "remove the verb, or name the objects by resourceNames.",
  remediation: [
    "Remove create on persistentvolumes: claims and a StorageClass make them.",
    "Remove delete and deletecollection on events: they expire by themselves.",
    "Remove deletecollection on workloads, namespaces and claims.",
  ],
  rights: [
    { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"] },
    { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["delete", "deletecollection"] },
    {
      apiGroups: [""],
      resources: ["namespaces", "persistentvolumeclaims", "persistentvolumes", "pods", "secrets"],
      verbs: ["deletecollection"],
    },
    {
      apiGroups: ["apps", "batch"],
      resources: ["deployments", "statefulsets", "daemonsets", "jobs", "cronjobs"],
      verbs: ["deletecollection"],
    },
  ],
  problem: "may create volumes, delete events or delete everything of a kind",
});
