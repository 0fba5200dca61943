import { manifestRule } from "../judging/manifest-rule.ts";
import { labelKeyForm } from "../judging/parameter-forms.ts";
import type { Rule } from "../judging/rule.ts";
import { namedTextsParameter, textsParameter, type Settings } from "../judging/settings.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { isWorkload } from "../kubernetes/pod-template.ts";
import { setField } from "../kubernetes/set-field.ts";

const everywhere = "everywhere";
const onWorkloads = "onWorkloads";
const values = "values";

function requiredOf(manifest: Manifest, settings: Settings): readonly string[] {
  return [...settings.texts(everywhere), ...(isWorkload(manifest) ? settings.texts(onWorkloads) : [])];
}

const judged = manifestRule({
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
    [everywhere]: textsParameter(
      "The label keys that every object has.",
      [
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/component",
        "app.kubernetes.io/part-of",
        "app.kubernetes.io/managed-by",
      ],
      labelKeyForm,
    ),
    [onWorkloads]: textsParameter(
      "The label keys that workloads have besides.",
      ["app.kubernetes.io/version"],
      labelKeyForm,
    ),
    [values]: namedTextsParameter(
      "The values that the level remediate gives to labels that are missing. Others stay missing.",
      { "app.kubernetes.io/managed-by": "pulumi" },
    ),
  },
  concerns: () => true,
  checks: [
    (manifest, report, inspection) => {
      const { settings } = inspection;
      const labels = manifest.root.at("metadata", "labels");
      const missing: string[] = [];
      for (const key of requiredOf(manifest, settings)) {
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

export const requireLabels: Rule = {
  ...judged,
  remedy(manifest, settings) {
    const labels = manifest.root.at("metadata", "labels");
    return Object.entries(settings.namedTexts(values))
      .filter(([key]) => requiredOf(manifest, settings).includes(key) && !labels.at(key).isSet)
      .map(([key, value]) => setField(manifest.root, ["metadata", "labels", key], value))
      .includes(true);
  },
};
