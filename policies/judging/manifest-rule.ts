import type { Field } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import type { ReportField } from "./container-rule.ts";
import type { Inspection } from "./inspection.ts";
import type { Rule, RuleText } from "./rule.ts";

export type ManifestCheck = (manifest: Manifest, report: ReportField, inspection: Inspection) => void;

interface ManifestRule extends RuleText {
  readonly concerns: (manifest: Manifest, inspection: Inspection) => boolean;
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly checks: readonly ManifestCheck[];
}

/** A rule that judges objects one by one. */
export function manifestRule({ concerns, checks, ...text }: ManifestRule): Rule {
  return {
    ...text,
    judgeResource(manifests, inspection) {
      for (const manifest of manifests) {
        inspection.attempt(() => {
          if (!concerns(manifest, inspection)) {
            return;
          }
          inspection.applies();
          for (const check of checks) {
            inspection.attempt(() => {
              check(manifest, reporterOf(manifest, inspection), inspection);
            });
          }
        });
      }
    },
  };
}

function reporterOf({ subject }: Manifest, inspection: Inspection): ReportField {
  return (field: Field, problem, fix) => {
    inspection.report({ subject, field, problem, ...(fix !== undefined && { fix }) });
  };
}
