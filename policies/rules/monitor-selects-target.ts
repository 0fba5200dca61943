import { stackRule } from "../judging/stack-rule.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { namespaceOf, type Manifest } from "../kubernetes/manifest.ts";
import { oncePerList } from "../kubernetes/once-per-list.ts";
import { areIn, podsIn, type Pods } from "../kubernetes/pods.ts";
import { selectsByLabels } from "../kubernetes/selector.ts";
import { servicesIn } from "../kubernetes/service.ts";

const monitors: readonly string[] = [
  "monitoring.coreos.com/PodMonitor",
  "monitoring.coreos.com/ServiceMonitor",
];

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
  concerns: ({ kind }) => monitors.includes(kindKey(kind)),
  checks: [
    (monitor, report, stack) => {
      const selector = monitor.root.at("spec", "selector");
      const ofPods = kindKey(monitor.kind) === monitors[0];
      const targets = ofPods ? podsIn(stack) : servicesAsTargets(stack);
      if (
        !someField(targets, (target) =>
          allHold(
            () => isSeen(monitor, target),
            () => selectsByLabels(selector, target),
          ),
        )
      ) {
        report(selector, `selects no ${ofPods ? "pods" : "Service"} of the stack`);
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

function isSeen(monitor: Manifest, target: Pods): boolean {
  const namespaces = monitor.root.at("spec", "namespaceSelector");
  return (
    namespaces.at("any").value === true ||
    (namespaces.at("matchNames").items().length > 0
      ? someField(namespaces.at("matchNames").items(), ({ value }) => areIn(String(value), target))
      : areIn(namespaceOf(monitor), target))
  );
}
