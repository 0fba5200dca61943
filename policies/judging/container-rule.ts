import { containersOf, type Container } from "../kubernetes/container.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import type { Inspection } from "./inspection.ts";
import { reporterOn, type ReportField } from "./report-field.ts";
import type { Rule, RuleText } from "./rule.ts";

export type ContainerCheck = (container: Container, report: ReportField, inspection: Inspection) => void;

interface ContainerRule extends RuleText {
  /** Which containers it judges; all of them where it doesn't say. */
  readonly concerns?: (container: Container, inspection: Inspection) => boolean;
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly checks: readonly ContainerCheck[];
}

/** A rule that judges containers one by one, whatever kind of workload they are in. */
export function containerRule({ concerns = () => true, checks, ...text }: ContainerRule): Rule {
  return {
    ...text,
    judgeResource(manifests, inspection) {
      for (const container of manifests.flatMap((manifest) => everyContainer(manifest, inspection))) {
        inspection.attempt(() => {
          if (!concerns(container, inspection)) {
            return;
          }
          inspection.applies();
          for (const check of checks) {
            inspection.attempt(() => {
              check(container, reporterOf(container, inspection), inspection);
            });
          }
        });
      }
    },
  };
}

function everyContainer(manifest: Manifest, inspection: Inspection): readonly Container[] {
  const template = podTemplateOf(manifest);
  return template === undefined ? [] : containersOf(template, inspection.attempt);
}

function reporterOf({ template, subject }: Container, inspection: Inspection): ReportField {
  const { manifest } = template;
  return reporterOn(manifest, inspection, `${manifest.subject}, ${subject}`);
}
