import { minutes } from "../../../model/quantities/duration.ts";
import type { ScheduledTask } from "../../../model/task.ts";
import type { Alert } from "../alert.ts";
import { selectorOf } from "../counter.ts";
import type { MeasuredService } from "../service-level-indicators.ts";

/** Whether work that is done by the clock begins when it is due, and succeeds. A release's own work is awaited by the release. */
export function taskCauses(
  { namespace, name }: MeasuredService,
  { startWithin, deadline }: Pick<ScheduledTask, "startWithin" | "deadline">,
): readonly Alert[] {
  const about = { part: name, tier: "standard", severity: "ticket" } as const;
  const time = (what: string, ago = ""): string =>
    `max(${selectorOf({ metric: `kube_cronjob_${what}_time`, matchers: [`namespace="${namespace}"`, `cronjob="${name}"`] })}${ago})`;
  return [
    {
      ...about,
      name: "TaskFailed",
      // A run that was begun as long ago as one may take has had its time, however often there is another.
      when: `time() - (${time("status_last_schedule", ` offset ${deadline}`)} > (${time("status_last_successful")} or vector(0)))`,
      for: minutes(5),
      summary: `${name} has failed since a run of {{ $value | humanizeDuration }} ago`,
      description: `No run has succeeded since. One may take ${deadline}, its attempts together.`,
    },
    {
      ...about,
      name: "TaskLate",
      when: `time() - ${time("next_schedule")} > ${startWithin.wholeSeconds}`,
      for: minutes(5),
      summary: `${name} has been due for {{ $value | humanizeDuration }}`,
      description: `A run that has not begun ${startWithin} after it was due is left out: the one before still works, or nothing starts it.`,
    },
  ];
}
