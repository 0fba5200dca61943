import type { Inspection } from "./inspection.ts";
import { reporterOn, type ReportField } from "./report-field.ts";
import type { Rule, RuleText, StackManifest } from "./rule.ts";

export type StackCheck = (
  manifest: StackManifest,
  report: ReportField,
  /** Everything that the stack declares, the manifest itself included. */
  stack: readonly StackManifest[],
  inspection: Inspection,
) => void;

interface StackRule extends RuleText {
  readonly concerns: (manifest: StackManifest, inspection: Inspection) => boolean;
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly checks: readonly StackCheck[];
}

/** A rule that judges objects one by one by what else there is in their stack. */
export function stackRule({ concerns, checks, ...text }: StackRule): Rule {
  return {
    ...text,
    judgeStack(stack, inspection) {
      for (const manifest of stack) {
        inspection.attempt(() => {
          if (!concerns(manifest, inspection)) {
            return;
          }
          inspection.applies();
          const { urn } = manifest;
          const report = reporterOn(manifest, {
            report: (violation) => {
              inspection.report({ ...violation, urn });
            },
          });
          for (const check of checks) {
            inspection.attempt(() => {
              check(manifest, report, stack, inspection);
            });
          }
        });
      }
    },
  };
}
