import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { kindKey } from "../kubernetes/kind.ts";

/** The controller looks every ten seconds. */
const SHORTEST = 10;

export const cronjobDeadline = manifestRule({
  name: "cronjob-deadline",
  displayName: "Missed runs are made up for, or given up",
  description: "Every CronJob says for how many seconds after its time a run may still begin, ten or more.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "After a hundred missed times a CronJob without it never runs again, and with less than ten seconds it never runs at all.",
  fix: "set spec.startingDeadlineSeconds, well below the time between two runs.",
  remediation: [
    "Decide how late a run still makes sense: a backup of the night may begin hours later, a reminder may not.",
    "Set spec.startingDeadlineSeconds to that.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "batch/CronJob",
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const deadline = root.at("spec", "startingDeadlineSeconds");
      if (typeof deadline.value !== "number" || deadline.value < SHORTEST) {
        report(deadline, `${stateOf(deadline)} and must be ${SHORTEST} or more`);
      }
    },
  ],
});
