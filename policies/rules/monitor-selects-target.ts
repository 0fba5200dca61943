import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import {
  isPodMonitor,
  isServiceMonitor,
  namespaceIn,
  namespacesSeenBy,
  watches,
} from "../kubernetes/monitor.ts";
import { oncePerList } from "../kubernetes/once-per-list.ts";
import { podSourcesIn } from "../kubernetes/ownership.ts";
import { podsIn, type Pods } from "../kubernetes/pods.ts";
import { selectsByLabels } from "../kubernetes/selector.ts";
import { servicesIn } from "../kubernetes/service.ts";

export const monitorSelectsTarget = stackRule({
  name: "monitor-selects-target",
  displayName: "Monitors watch something",
  description: "Every PodMonitor selects pods of the stack, and every ServiceMonitor a Service of it.",
  severity: "medium",
  tags: ["metrics", "SRE"],
  why: "A monitor of nothing collects nothing, and alerts on figures that don't exist never fire.",
  fix: "let spec.selector name labels of the pods, or for a ServiceMonitor of the Service.",
  remediation: [
    "For a PodMonitor compare spec.selector with the labels of the pod template.",
    "For a ServiceMonitor compare it with the labels of the Service itself, not with its selector.",
    "For what is in other namespaces set spec.namespaceSelector.",
  ],
  concerns: (manifest) => isPodMonitor(manifest) || isServiceMonitor(manifest),
  checks: [
    (monitor, _report, stack, _inspection, reportMissing) => {
      const ofPods = isPodMonitor(monitor);
      const targets = ofPods ? podsIn(stack) : servicesAsTargets(stack);
      if (!someField(targets, (target) => watches(monitor, target))) {
        const seen = namespacesSeenBy(monitor);
        const selector = monitor.root.at("spec", "selector");
        reportMissing(selector, `selects no ${ofPods ? "pods" : "Service"} of the stack`, {
          namespaces: seen === "any" ? seen : seen.map(namespaceIn),
          others: ofPods ? podSourcesIn(stack) : servicesIn(stack),
          isMisplaced: () => someField(targets, (target) => selectsByLabels(selector, target)),
        });
      }
    },
  ],
});

const servicesAsTargets = oncePerList((stack: readonly Manifest[]) => servicesIn(stack).map(asTarget));

/** A Service is selected by its own labels, as a pod is by its. */
const asTarget = (manifest: Manifest): Pods => ({
  manifest,
  template: undefined,
  label: (key) => manifest.root.at("metadata", "labels", key),
});
