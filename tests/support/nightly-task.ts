import type { SystemEnvironment } from "../../config/environment.ts";
import { cron } from "../../model/cron-schedule.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { size } from "../../model/size.ts";
import { scheduledTask } from "../../model/task.ts";
import { variableSet } from "../../model/variable.ts";

/** A system with a task that runs each night. None of the declared ones has any. */
export const withNightlyTask = (own: SystemEnvironment): SystemEnvironment => ({
  ...own,
  system: {
    ...own.system,
    tasks: {
      nightly: scheduledTask({
        image: Object.keys(own.system.images)[0] ?? "none",
        command: ["clean"],
        variables: variableSet("nightly", []),
        size: size({
          cpu: { request: millicores(100), limit: millicores(100) },
          memory: mebibytes(64),
        }),
        deadline: minutes(10),
        schedule: cron("0 0 * * *"),
      }),
    },
  },
});
