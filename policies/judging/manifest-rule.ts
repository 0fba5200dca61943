import type { Manifest } from "../kubernetes/manifest.ts";
import type { Inspection } from "./inspection.ts";
import { reporterOn, type ReportField } from "./report-field.ts";
import type { Rule, RuleText } from "./rule.ts";

export type ManifestCheck = (manifest: Manifest, report: ReportField, inspection: Inspection) => void;

interface ManifestRule extends RuleText {
  readonly concerns: (manifest: Manifest, inspection: Inspection) => boolean;
  /** Whether it forbids settings, which a part of an object can make as well as the whole. @default false */
  readonly judgesParts?: boolean;
  /** Each check stands alone: an unknown value stops only the check that reads it. */
  readonly checks: readonly ManifestCheck[];
}

/** A rule that judges objects one by one. */
export function manifestRule({ concerns, judgesParts = false, checks, ...text }: ManifestRule): Rule {
  return {
    ...text,
    judgeResource(manifests, inspection) {
      for (const manifest of manifests) {
        inspection.attempt(() => {
          if ((manifest.isPart && !judgesParts) || !concerns(manifest, inspection)) {
            return;
          }
          inspection.applies();
          for (const check of checks) {
            inspection.attempt(() => {
              check(manifest, reporterOn(manifest, inspection), inspection);
            });
          }
        });
      }
    },
  };
}
