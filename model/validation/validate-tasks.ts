import { migrationName } from "../migration.ts";
import { offHoursName } from "../off-hours.ts";
import type { Problem } from "../problem.ts";
import { type Duration, seconds } from "../quantities/duration.ts";
import type { System } from "../system.ts";
import type { Finite, ScheduledTask } from "../task.ts";
import { validateScratch, validateSize } from "./validate-workload.ts";

/** How often the cluster looks for runs that are due: one that must begin sooner may never begin. */
const lookout = seconds(10);

/** What is wrong with a system's scheduled tasks and one-off jobs, taken by themselves, and with their names. */
export function validateTasks(system: System): Problem[] {
  return Object.entries(system.tasks).flatMap(([name, task]) => {
    const path = `${system.name}.tasks.${name}`;
    return [
      ...validateName(system, path, name),
      ...validateSize(`${path}.size`, task.size),
      ...validateScratch(path, task),
      ...validateRun(path, task),
      ...(task.kind === "scheduled-task" ? validateSchedule(path, task) : []),
    ];
  });
}

/** A task's objects stand beside those of services, under its name. */
function validateName(system: System, path: string, name: string): Problem[] {
  if (Object.hasOwn(system.services, name))
    return [{ path, message: `"${name}" is also a service; choose another name` }];
  if (name === migrationName)
    return [{ path, message: `"${name}" is what the database's migration goes by; choose another name` }];
  return name === offHoursName
    ? [{ path, message: `"${name}" is what switches dev off and on; choose another name` }]
    : [];
}

/** What is wrong with how something runs that comes to an end. */
export function validateRun(
  path: string,
  { command, deadline, retries, processes }: Omit<Finite, "uses">,
): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, message: string): void =>
    void problems.push({ path: `${path}.${field}`, message });
  if (command.length === 0) add("command", "is empty; name the program to start and its arguments");
  if (deadline.milliseconds < 1000) add("deadline", `${deadline} is no time to work in; give a longer span`);
  if (!isCount(retries)) add("retries", `${retries} is not a whole number of 0 or more`);
  if (!Number.isInteger(processes) || processes < 1)
    add("processes", `${processes} is not a whole number of 1 or more`);
  return problems;
}

function validateSchedule(path: string, { startWithin, history }: ScheduledTask): Problem[] {
  return [
    ...tooSoon(`${path}.startWithin`, startWithin),
    ...(["succeeded", "failed"] as const).flatMap((end) =>
      isCount(history[end])
        ? []
        : [
            {
              path: `${path}.history.${end}`,
              message: `${history[end]} is not a whole number of 0 or more`,
            },
          ],
    ),
  ];
}

const tooSoon = (path: string, startWithin: Duration): Problem[] =>
  lookout.exceeds(startWithin)
    ? [
        {
          path,
          message: `${startWithin} is less than the ${lookout} between two looks at what is due, so a run may never begin; give more`,
        },
      ]
    : [];

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 0;
