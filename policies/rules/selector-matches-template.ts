import { manifestRule } from "../judging/manifest-rule.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { podsOf } from "../kubernetes/pods.ts";
import { selectsAll, selectsByLabels } from "../kubernetes/selector.ts";

const selecting: readonly string[] = [
  "apps/Deployment",
  "apps/StatefulSet",
  "apps/DaemonSet",
  "apps/ReplicaSet",
  "argoproj.io/Rollout",
];

export const selectorMatchesTemplate = manifestRule({
  name: "selector-matches-template",
  displayName: "Controllers find their own pods",
  description:
    "The selector of every Deployment, StatefulSet, DaemonSet, ReplicaSet and Rollout names labels, and its template has them.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "The API server refuses the object, but only once the update is under way; a Rollout makes pods without end.",
  fix: "let spec.selector.matchLabels be some of the template's labels.",
  remediation: [
    "Copy the labels that say which workload it is (name and instance) to both places.",
    "Leave out what changes with a release: a selector can't be changed.",
  ],
  // A Rollout that names a Deployment has neither.
  concerns: ({ kind, root }) => selecting.includes(kindKey(kind)) && !root.at("spec", "workloadRef").isSet,
  checks: [
    (manifest, report) => {
      const pods = podsOf(manifest);
      const selector = manifest.root.at("spec", "selector");
      if (!selector.isSet || selectsAll(selector)) {
        report(selector, "names no label");
      } else if (pods && !selectsByLabels(selector, pods)) {
        report(selector, "doesn't match the labels of spec.template");
      }
    },
  ],
});
