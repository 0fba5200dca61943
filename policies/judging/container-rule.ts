import { containersOf, type Container } from "../kubernetes/container.ts";
import type { Field } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { podTemplateOf } from "../kubernetes/pod-template.ts";
import type { Inspection } from "./inspection.ts";
import type { Rule, RuleText } from "./rule.ts";

/** Names what is wrong with a field of the container that is being judged. */
export type ReportField = (field: Field, problem: string, fix?: string) => void;

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
  return (field, problem, fix) => {
    inspection.report({
      subject: `${template.manifest.subject}, ${subject}`,
      field,
      problem,
      ...(fix !== undefined && { fix }),
    });
  };
}
