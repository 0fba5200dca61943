import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";
import { isForWindows } from "../../kubernetes/pod-template.ts";

export const requireNonRootGroups = podRule({
  name: "require-non-root-groups",
  displayName: "No group is root's",
  description: "Every pod has a group for its processes and one for its volumes, and none of them is 0.",
  severity: "low",
  level: "advisory",
  tags: ["pod-security", "NSA"],
  why: "A process without a group of its own is in root's, which may write what root's group may.",
  fix: "set runAsGroup and fsGroup to numbers above 0.",
  remediation: [
    "Set spec.securityContext.runAsGroup and fsGroup to a number above 0.",
    "Take 0 out of supplementalGroups.",
  ],
  podChecks: [
    (template, report) => {
      if (isForWindows(template)) return;
      const group = template.spec.at("securityContext", "runAsGroup");
      if (typeof group.value !== "number" || group.value === 0)
        report(group, `${stateOf(group)} and must be above 0`);
    },
    (template, report) => {
      if (isForWindows(template) || template.spec.at("volumes").items().length === 0) return;
      const group = template.spec.at("securityContext", "fsGroup");
      if (typeof group.value !== "number" || group.value === 0)
        report(group, `${stateOf(group)} and must be above 0`);
    },
    ({ spec }, report, { attempt }) => {
      for (const group of spec.at("securityContext", "supplementalGroups").items())
        attempt(() => {
          if (group.value === 0) report(group, "is 0");
        });
    },
  ],
  containerChecks: [
    ({ root }, report) => {
      const group = root.at("securityContext", "runAsGroup");
      if (group.value === 0) report(group, "is 0");
    },
  ],
});
