import { manifestRule, type ManifestCheck } from "../../judging/manifest-rule.ts";
import { kindKey } from "../../kubernetes/kind.ts";

const paths: Readonly<Record<string, readonly string[]>> = {
  "batch/Job": ["spec"],
  "batch/CronJob": ["spec", "jobTemplate", "spec"],
};

export const jobBoundedRuntime = manifestRule({
  name: "job-bounded-runtime",
  displayName: "Jobs come to an end",
  description: "Every job says how long it may take, and how often it is tried.",
  severity: "medium",
  level: "advisory",
  tags: ["resources", "SRE"],
  why: "A job that hangs holds its place for ever, and the next one never starts or runs beside it.",
  fix: "set activeDeadlineSeconds and backoffLimit.",
  remediation: [
    "Set spec.activeDeadlineSeconds (of a CronJob in spec.jobTemplate) to a few times what a good run takes.",
    "Set spec.backoffLimit to how often it is worth trying again.",
  ],
  concerns: ({ kind }) => paths[kindKey(kind)] !== undefined,
  checks: ["activeDeadlineSeconds", "backoffLimit"].map((name): ManifestCheck => ({ kind, root }, report) => {
    const field = root.at(...(paths[kindKey(kind)] ?? []), name);
    if (!field.isSet) report(field, "is not set");
  }),
});
