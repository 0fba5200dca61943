import { cronJobSpec, type Schedule } from "../workloads/job.ts";
import type { CronJobSpecification, PodTemplate } from "../workloads/pod-template.ts";

/** The exit code of a drill whose backup is good, and took longer to restore than its objective. */
export const slowRun = 5;

/** Exit codes that another attempt would end with again: wrong settings, another run at work, a damaged backup, a slow restore. */
const finalCodes = [2, 3, 4, slowRun];

/** The CronJob of a run of the program, which is not tried again where that is of no use. */
export function runSpec(schedule: Schedule, container: string, template: PodTemplate): CronJobSpecification {
  const spec = cronJobSpec(schedule, template);
  const { rules = [] } = spec.jobTemplate.spec.podFailurePolicy ?? {};
  return {
    ...spec,
    jobTemplate: {
      ...spec.jobTemplate,
      spec: {
        ...spec.jobTemplate.spec,
        podFailurePolicy: {
          rules: [
            ...rules,
            {
              action: "FailJob",
              onExitCodes: { containerName: container, operator: "In", values: finalCodes },
            },
          ],
        },
      },
    },
  };
}
