import type { ScheduledTask, Task } from "../../model/task.ts";
import type { CronJobSpecification, JobSpecification, PodTemplate } from "./pod-template.ts";

/**
 * The Job of one run. It has no time to live: one that a stack keeps would be gone when the stack looks for it, and run
 * again. A failed pod stays, and a new one takes its place only once it has ended; a pod that a node drain took away
 * is no failed attempt.
 */
export const jobSpec = (
  { deadline, retries }: Pick<Task, "deadline" | "retries">,
  template: PodTemplate,
): JobSpecification => ({
  activeDeadlineSeconds: deadline.wholeSeconds,
  backoffLimit: retries,
  podReplacementPolicy: "Failed",
  podFailurePolicy: {
    rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
  },
  template,
});

/** What a CronJob is made from, besides its pods. */
export type Schedule = Pick<
  ScheduledTask,
  "schedule" | "timeZone" | "startWithin" | "concurrency" | "history" | "deadline" | "retries"
>;

const concurrencyPolicies = { forbid: "Forbid", replace: "Replace" } as const;

/** The CronJob of a scheduled task. */
export function cronJobSpec(task: Schedule, template: PodTemplate): CronJobSpecification {
  const { schedule, timeZone, startWithin, concurrency, history } = task;
  return {
    schedule: schedule.line,
    timeZone: timeZone.name,
    startingDeadlineSeconds: startWithin.wholeSeconds,
    concurrencyPolicy: concurrencyPolicies[concurrency],
    successfulJobsHistoryLimit: history.succeeded,
    failedJobsHistoryLimit: history.failed,
    jobTemplate: {
      metadata: { labels: template.metadata?.labels ?? {} },
      spec: jobSpec(task, template),
    },
  };
}
