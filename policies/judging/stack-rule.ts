import type { Field } from "../kubernetes/field.ts";
import { isOfThisStack, type Missing } from "../kubernetes/ownership.ts";
import type { Inspection } from "./inspection.ts";
import { reporterOn, type ReportField } from "./report-field.ts";
import type { Rule, RuleText, StackManifest } from "./rule.ts";

export type StackCheck = (
  manifest: StackManifest,
  report: ReportField,
  /** Everything that the stack declares, the manifest itself included. */
  stack: readonly StackManifest[],
  inspection: Inspection,
  reportMissing: ReportMissing,
) => void;

/** Names a field that asks for what the stack doesn't declare. Where others may declare it, that is told and stops nothing. */
type ReportMissing = (field: Field, problem: string, missing: Missing) => void;

interface StackRule extends RuleText {
  readonly concerns: (
    manifest: StackManifest,
    inspection: Inspection,
    stack: readonly StackManifest[],
  ) => boolean;
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly checks: readonly StackCheck[];
}

/** A rule that judges objects one by one by what else there is in their stack. */
export function stackRule({ concerns, checks, ...text }: StackRule): Rule {
  return {
    ...text,
    judgeStack(stack, inspection, releases) {
      for (const manifest of stack) {
        inspection.attempt(() => {
          if (!concerns(manifest, inspection, stack)) {
            return;
          }
          inspection.applies();
          const { urn } = manifest;
          const report = reporterOn(manifest, {
            report: (violation) => {
              inspection.report({ ...violation, urn });
            },
          });
          const reportMissing: ReportMissing = (field, problem, missing) => {
            if (isOfThisStack(missing, stack, releases)) report(field, problem);
            else
              inspection.report({
                subject: manifest.subject,
                field,
                problem: `${problem}: whether another stack or a release has it can't be told`,
                urn,
                level: "advisory",
              });
          };
          for (const check of checks) {
            inspection.attempt(() => {
              check(manifest, report, stack, inspection, reportMissing);
            });
          }
        });
      }
    },
  };
}
