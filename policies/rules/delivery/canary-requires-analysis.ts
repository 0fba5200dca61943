import type { ReportField } from "../../judging/report-field.ts";
import type { StackManifest } from "../../judging/rule.ts";
import { textsParameter } from "../../judging/settings.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import { someField, type Field } from "../../kubernetes/field.ts";
import { identityOf, isNamed, namespaceOf } from "../../kubernetes/manifest.ts";
import {
  analysesOf,
  blueGreenOf,
  canaryOf,
  isAnalysisTemplate,
  isRollout,
  meansTemplate,
} from "../../kubernetes/rollout.ts";
import { isService } from "../../kubernetes/service.ts";

const clusterTemplates = "clusterTemplates";

export const canaryRequiresAnalysis = stackRule({
  name: "canary-requires-analysis",
  displayName: "A release is analysed",
  description:
    "Every Rollout has an analysis whose templates exist, and the Services that it tells old and new apart by exist and differ.",
  severity: "high",
  tags: ["delivery", "SRE"],
  why: "Without an analysis a bad release goes on to everybody, and with one Service for both versions nobody can say which of them fails.",
  fix: "add an analysis that names an AnalysisTemplate of the namespace, and two Services.",
  remediation: [
    "For a canary put an analysis into a step, or beside the steps; for blue-green set prePromotionAnalysis or postPromotionAnalysis.",
    "Name an AnalysisTemplate of the same namespace; for one of the cluster set clusterScope: true.",
    "Name two Services of the stack: stableService and canaryService, or activeService and previewService.",
    "Give each argument once: of two with one name the later one counts.",
  ],
  parameters: {
    [clusterTemplates]: textsParameter("The ClusterAnalysisTemplates that are there already.", []),
  },
  concerns: (manifest) => isRollout(manifest) && (canaryOf(manifest).isSet || blueGreenOf(manifest).isSet),
  checks: [
    (rollout, report, stack, { settings, attempt }) => {
      const analyses = analysesOf(rollout);
      const names = analyses.flatMap(({ root }) => root.at("templates").items());
      if (names.length === 0) {
        const canary = canaryOf(rollout);
        const field = canary.isSet ? canary.at("analysis") : blueGreenOf(rollout).at("prePromotionAnalysis");
        report(field, "is not set, nor is any other analysis");
      }
      const namespace = identityOf(rollout).namespace;
      for (const reference of names) {
        attempt(() => {
          const known =
            reference.at("clusterScope").value === true &&
            settings.texts(clusterTemplates).some((name) => name === reference.at("templateName").value);
          if (
            !known &&
            !someField(stack.filter(isAnalysisTemplate), (template) =>
              meansTemplate(reference, namespace, identityOf(template)),
            )
          ) {
            report(reference.at("templateName"), "names no AnalysisTemplate of the stack");
          }
        });
      }
      for (const { root } of analyses) judgeArguments(root, report, attempt);
    },
    (rollout, report, stack) => {
      const canary = canaryOf(rollout);
      if (canary.isSet) {
        const services = ["stableService", "canaryService"].map((name) => canary.at(name));
        judgeServices({ services, areNeeded: canary.at("trafficRouting").isSet }, rollout, report, stack);
      }
    },
    (rollout, report, stack) => {
      const blueGreen = blueGreenOf(rollout);
      if (!blueGreen.isSet) return;
      const [active, preview] = [blueGreen.at("activeService"), blueGreen.at("previewService")];
      judgeServices({ services: [active], areNeeded: true }, rollout, report, stack);
      if (preview.isSet)
        judgeServices({ services: [active, preview], areNeeded: false }, rollout, report, stack);
    },
  ],
});

function judgeArguments(analysis: Field, report: ReportField, attempt: (check: () => void) => void): void {
  const seen = new Set<unknown>();
  for (const argument of analysis.at("args").items()) {
    attempt(() => {
      const name = argument.at("name");
      if (seen.has(name.value)) report(name, "is given twice");
      seen.add(name.value);
    });
  }
}

function judgeServices(
  { services, areNeeded }: { readonly services: readonly Field[]; readonly areNeeded: boolean },
  rollout: StackManifest,
  report: ReportField,
  stack: readonly StackManifest[],
): void {
  const namespace = namespaceOf(rollout);
  for (const field of services) {
    const { value: name } = field;
    if (typeof name !== "string" || name === "") {
      if (areNeeded) report(field, "names no Service");
    } else if (!someField(stack.filter(isService), (each) => isNamed(each, { namespace, name }))) {
      report(field, "names no Service of the stack");
    }
  }
  const [one, other] = services;
  if (one?.isSet && other?.isSet && one.value === other.value)
    report(other, "names the same Service for both versions");
}
