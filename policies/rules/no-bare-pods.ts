import { manifestRule } from "../judging/manifest-rule.ts";
import { kindKey } from "../kubernetes/kind.ts";

const bare: readonly string[] = [
  "core/Pod",
  "core/ReplicationController",
  "apps/ReplicaSet",
  "extensions/ReplicaSet",
];

export const noBarePods = manifestRule({
  name: "no-bare-pods",
  displayName: "Pods have a controller",
  description: "No Pod, ReplicaSet or ReplicationController stands by itself.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "A pod of its own is gone with its node, and none of these can be updated without being away.",
  fix: "make it a Deployment, a StatefulSet or a Job.",
  remediation: [
    "For what stays up write a Deployment, or a StatefulSet where each pod has its own data.",
    "For what ends write a Job, or a CronJob.",
  ],
  concerns: ({ kind }) => bare.includes(kindKey(kind)),
  checks: [
    ({ kind, root }, report) => {
      report(root.at("kind"), `is ${kind.name}, which nothing replaces or updates`);
    },
  ],
});
