import { manifestRule } from "../judging/manifest-rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { isWorkload } from "../kubernetes/pod-template.ts";

const everywhere = "everywhere";
const onWorkloads = "onWorkloads";

export const requireLabels = manifestRule({
  name: "require-labels",
  displayName: "Required labels",
  description:
    "Every object says which system it belongs to, who owns it and which environment it is part of.",
  severity: "low",
  tags: ["metadata"],
  why: "Dashboards, alerts and clean-up find objects by these labels, and an alert without an owner reaches nobody.",
  fix: "add the missing labels.",
  remediation: [
    "Add the labels to the object's metadata.labels, best by one function that makes them for every object.",
    "The pod template's labels are no substitute: they describe the pods, not this object.",
  ],
  parameters: {
    [everywhere]: textsParameter("The label keys that every object has.", [
      "app.kubernetes.io/name",
      "app.kubernetes.io/instance",
      "app.kubernetes.io/component",
      "app.kubernetes.io/part-of",
      "app.kubernetes.io/managed-by",
      "slipway.dev/owner",
      "slipway.dev/environment",
    ]),
    [onWorkloads]: textsParameter("The label keys that workloads have besides.", [
      "app.kubernetes.io/version",
    ]),
  },
  concerns: () => true,
  checks: [
    (manifest, report, inspection) => {
      const { settings } = inspection;
      const labels = manifest.root.at("metadata", "labels");
      const missing: string[] = [];
      for (const key of [
        ...settings.texts(everywhere),
        ...(isWorkload(manifest) ? settings.texts(onWorkloads) : []),
      ]) {
        inspection.attempt(() => {
          const label = labels.at(key);
          if (!label.isSet || label.value === "") {
            missing.push(key);
          }
        });
      }
      if (missing.length > 0) {
        report(labels, `lacks ${missing.join(", ")}`);
      }
    },
  ],
});
