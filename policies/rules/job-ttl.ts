import { workloadLabel, workloadLabelParameter } from "../judging/label-parameters.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { kindKey } from "../kubernetes/kind.ts";

const ofRelease = "ofRelease";

export const jobTtl = manifestRule({
  name: "job-ttl",
  displayName: "Finished jobs are cleared away",
  description:
    "Every Job says how long it stays once it has finished, and every CronJob how many of its jobs stay. A release's own Job stays: it says what the release has done.",
  severity: "low",
  tags: ["resources", "SRE"],
  why: "Finished pods pile up until nodes and lists are full of them; but a release's Job that is cleared away would run again with the next update.",
  fix: "set ttlSecondsAfterFinished, for a CronJob successfulJobsHistoryLimit and failedJobsHistoryLimit; remove it from a release's Job.",
  remediation: [
    "For a Job set spec.ttlSecondsAfterFinished, such as 86400: long enough to read its logs.",
    "For a CronJob set spec.successfulJobsHistoryLimit and spec.failedJobsHistoryLimit.",
    "A Job of a release says so by its label, and sets no ttlSecondsAfterFinished.",
  ],
  parameters: {
    [workloadLabel]: workloadLabelParameter,
    [ofRelease]: textsParameter("The label's values for a release's own Jobs.", ["migration", "one-off-job"]),
  },
  concerns: ({ kind }) => ["batch/Job", "batch/CronJob"].includes(kindKey(kind)),
  checks: [
    ({ kind, root }, report, { settings }) => {
      if (kind.name !== "Job") {
        return;
      }
      const time = root.at("spec", "ttlSecondsAfterFinished");
      const { value } = root.at("metadata", "labels", settings.text(workloadLabel));
      const stays = settings.texts(ofRelease).some((each) => each === value);
      if (stays && time.isSet) {
        report(time, "is set, on a release's own Job", "remove it.");
      } else if (!stays && !time.isSet) {
        report(time, "is not set");
      }
    },
    ...["successfulJobsHistoryLimit", "failedJobsHistoryLimit"].map(
      (limit): Parameters<typeof manifestRule>[0]["checks"][number] =>
        ({ kind, root }, report) => {
          if (kind.name === "CronJob" && !root.at("spec", limit).isSet) {
            report(root.at("spec", limit), "is not set");
          }
        },
    ),
  ],
});
