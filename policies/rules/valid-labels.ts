import type { Inspection } from "../judging/inspection.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import type { ReportField } from "../judging/report-field.ts";
import type { Field } from "../kubernetes/field.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";

const name = /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const prefix = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export const validLabels = manifestRule({
  name: "valid-labels",
  displayName: "Labels are labels",
  description: "Every label's key and value has the form that Kubernetes asks for.",
  severity: "high",
  tags: ["metadata", "SRE"],
  why: "The API server refuses any other, but only once the update is under way.",
  fix: "write up to 63 letters, digits, dots, dashes and underscores, with a letter or digit at both ends.",
  remediation: [
    "Shorten the value, and replace what is neither a letter nor a digit nor one of . - _.",
    "Put numbers, true and false into quotes: a label's value is a text.",
    "What is longer or a sentence belongs in an annotation.",
  ],
  concerns: () => true,
  judgesParts: true,
  checks: [
    ({ root }, report, inspection) => {
      checkLabels(root.at("metadata", "labels"), report, inspection);
    },
    (manifest, report, inspection) => {
      const template = podTemplateOf(manifest);
      // A pod is its own template.
      if (template && template.root !== manifest.root && template.root.path !== "") {
        checkLabels(template.root.at("metadata", "labels"), report, inspection);
      }
    },
    ({ root }, report, inspection) => {
      checkLabels(root.at("spec", "selector", "matchLabels"), report, inspection);
    },
  ],
});

function checkLabels(labels: Field, report: ReportField, { attempt }: Inspection): void {
  for (const [key, label] of labels.entries()) {
    attempt(() => {
      const [last = "", ...before] = key.split("/").toReversed();
      if (!name.test(last) || before.length > 1 || before.some((part) => !prefix.test(part))) {
        report(labels, "has a key that is no key of a label");
      }
      const { value } = label;
      if (label.isSet && (typeof value !== "string" || (value !== "" && !name.test(value)))) {
        report(label, typeof value === "string" ? "is no label's value" : stateOf(label));
      }
    });
  }
}
