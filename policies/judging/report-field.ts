import type { Field } from "../kubernetes/field.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import type { Inspection } from "./inspection.ts";

/** Names what is wrong with a field of what is being judged. */
export type ReportField = (field: Field, problem: string, fix?: string) => void;

/**
 * Reports on one object. A part of one is blamed for what it sets and never for what it leaves out, which stays as the
 * object's own declaration has it.
 * @param subject What is judged, in words. @default the object
 */
export function reporterOn(
  manifest: Manifest,
  inspection: Pick<Inspection, "report">,
  subject: string = manifest.subject,
): ReportField {
  return (field, problem, fix) => {
    if (manifest.isPart && !field.isSet) {
      return;
    }
    inspection.report({ subject, field, problem, ...(fix !== undefined && { fix }) });
  };
}
