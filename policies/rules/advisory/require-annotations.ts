import { manifestRule } from "../../judging/manifest-rule.ts";
import { labelKeyForm } from "../../judging/parameter-forms.ts";
import { textsParameter } from "../../judging/settings.ts";
import { isWorkload } from "../../kubernetes/pod-template.ts";

const annotations = "annotations";

export const requireAnnotations = manifestRule({
  name: "require-annotations",
  displayName: "Workloads say whom to ask",
  description:
    "Every workload has the annotations by which a person finds its owner and what to do about it.",
  severity: "low",
  level: "advisory",
  tags: ["metadata", "SRE"],
  why: "Whoever finds a broken pod at night needs an address and a page, and a label is too short for either.",
  fix: "add the missing annotations.",
  remediation: [
    "Add the annotations to the workload's metadata.annotations, best by one function that makes them for all.",
    "Write an address where somebody answers, and the page of the runbook.",
  ],
  parameters: {
    [annotations]: textsParameter(
      "The annotation keys that every workload has.",
      ["a8r.io/owner", "a8r.io/runbook"],
      labelKeyForm,
    ),
  },
  concerns: isWorkload,
  checks: [
    ({ root }, report, { settings, attempt }) => {
      const given = root.at("metadata", "annotations");
      const missing: string[] = [];
      for (const key of settings.texts(annotations))
        attempt(() => {
          const { value } = given.at(key);
          if (value === undefined || value === null || value === "") missing.push(key);
        });
      if (missing.length > 0) report(given, `lacks ${missing.join(", ")}`);
    },
  ],
});
