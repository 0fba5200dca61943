import { podTemplateOf, type PodTemplate } from "../kubernetes/pod-template.ts";
import { containerRule, type ContainerCheck } from "./container-rule.ts";
import type { Inspection } from "./inspection.ts";
import { reporterOn, type ReportField } from "./report-field.ts";
import type { Rule, RuleText } from "./rule.ts";

export type PodCheck = (template: PodTemplate, report: ReportField, inspection: Inspection) => void;

interface PodRule extends RuleText {
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly podChecks: readonly PodCheck[];
  /** For settings that a container has too. @default none */
  readonly containerChecks?: readonly ContainerCheck[];
}

/** A rule that judges a pod's own spec and, where the same can be said of a container, each of its containers. */
export function podRule({ podChecks, containerChecks = [], ...text }: PodRule): Rule {
  const ofContainers = containerRule({ ...text, checks: containerChecks });
  return {
    ...text,
    judgeResource(manifests, inspection) {
      for (const template of manifests.flatMap((manifest) => podTemplateOf(manifest) ?? [])) {
        inspection.attempt(() => {
          if (!template.spec.isSet) {
            return;
          }
          inspection.applies();
          for (const check of podChecks) {
            inspection.attempt(() => {
              check(template, reporterOn(template.manifest, inspection), inspection);
            });
          }
        });
      }
      ofContainers.judgeResource?.(manifests, inspection);
    },
  };
}
