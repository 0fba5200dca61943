import { manifestRule, type ManifestCheck } from "../../judging/manifest-rule.ts";
import { isScaledObject } from "../../kubernetes/replicas.ts";

const needed = [
  ["minReplicaCount"],
  ["maxReplicaCount"],
  ["cooldownPeriod"],
  ["fallback", "failureThreshold"],
  ["fallback", "replicas"],
];

export const kedaScaledobjectSafe = manifestRule({
  name: "keda-scaledobject-safe",
  displayName: "Scaling by events has bounds",
  description:
    "Every ScaledObject says its least and most replicas, how long it waits, and how many there are while it can't measure.",
  severity: "medium",
  level: "advisory",
  tags: ["availability", "cost", "SRE"],
  why: "Unsaid they are 0 and 100 replicas, and when what is measured doesn't answer, the number stays where it happened to be.",
  fix: "set minReplicaCount, maxReplicaCount, cooldownPeriod and fallback.",
  remediation: [
    "Set spec.minReplicaCount and spec.maxReplicaCount to what the service needs and what the budget bears.",
    "Set spec.cooldownPeriod, in seconds, to longer than the gaps in its work.",
    "Set spec.fallback.failureThreshold and spec.fallback.replicas.",
  ],
  concerns: isScaledObject,
  checks: needed.map((path): ManifestCheck => ({ root }, report) => {
    const field = root.at("spec", ...path);
    if (!field.isSet) report(field, "is not set");
  }),
});
