import { manifestRule } from "../../judging/manifest-rule.ts";
import { kindKey } from "../../kubernetes/kind.ts";

export const cronjobConcurrencyPolicy = manifestRule({
  name: "cronjob-concurrency-policy",
  displayName: "Scheduled jobs say whether they may overlap",
  description: "Every CronJob states its concurrencyPolicy.",
  severity: "low",
  level: "advisory",
  tags: ["resources", "SRE"],
  why: "Unstated it means that a slow run and the next one work side by side, which most jobs were not written for.",
  fix: "set spec.concurrencyPolicy to Forbid, Replace or Allow.",
  remediation: [
    "Forbid: the next run is left out while one runs. Right for backups and reports.",
    "Replace: the running one is stopped. Allow: both run, if the job is written for it.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "batch/CronJob",
  checks: [
    ({ root }, report) => {
      const policy = root.at("spec", "concurrencyPolicy");
      if (!policy.isSet) report(policy, "is not set");
    },
  ],
});
