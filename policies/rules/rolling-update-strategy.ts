import { manifestRule, type ManifestCheck } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { isSingleton, singletonParameters } from "../judging/singleton.ts";
import { kindKey } from "../kubernetes/kind.ts";

const deployments = ["apps/Deployment", "extensions/Deployment"];
const daemonSets = ["apps/DaemonSet", "extensions/DaemonSet"];
const types = /^(?:RollingUpdate|Recreate|OnDelete)$/;

export const rollingUpdateStrategy = manifestRule({
  name: "rolling-update-strategy",
  displayName: "Updates roll, step by step",
  description:
    "Every Deployment states RollingUpdate with its maxUnavailable and maxSurge, and no DaemonSet waits for deletions. Singletons are excepted.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "Left unsaid, a quarter of the pods may be away in an update; Recreate takes all of them away at once.",
  fix: "state type RollingUpdate and both bounds of rollingUpdate.",
  remediation: [
    "Set spec.strategy.type: RollingUpdate, with rollingUpdate.maxUnavailable: 0 and maxSurge: 1 for what serves requests.",
    "For a DaemonSet remove updateStrategy.type, or set it to RollingUpdate.",
    "What must never run twice is a singleton: give it the label of one.",
  ],
  parameters: singletonParameters,
  concerns: (manifest, { settings }) =>
    [...deployments, ...daemonSets].includes(kindKey(manifest.kind)) && !isSingleton(manifest, settings),
  checks: [
    ({ kind, root }, report) => {
      const isDaemonSet = daemonSets.includes(kindKey(kind));
      const type = root.at("spec", isDaemonSet ? "updateStrategy" : "strategy", "type");
      // A DaemonSet's default is one pod at a time.
      const isFine = type.value === "RollingUpdate" || (isDaemonSet && !type.isSet);
      if (!isFine) {
        report(type, stateOf(type, types));
      }
    },
    ...["maxUnavailable", "maxSurge"].map((bound): ManifestCheck => ({ kind, root }, report) => {
      const strategy = root.at("spec", "strategy");
      const field = strategy.at("rollingUpdate", bound);
      if (deployments.includes(kindKey(kind)) && !field.isSet && strategy.at("type").value !== "Recreate") {
        report(field, "is not set");
      }
    }),
  ],
});
