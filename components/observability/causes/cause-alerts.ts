import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { taskCauses } from "./task-causes.ts";
import { workloadCauses } from "./workload-causes.ts";

/**
 * What every system is watched for without a word of it: signs of trouble to come at each service, and tasks that are not done (OBS-03, SLO-18). All are
 * tickets, as users may notice nothing (CF-27). Dev has none, as no Prometheus watches it.
 */
export function causeAlerts(
  { name: environment }: Pick<Environment, "name">,
  { system }: Pick<SystemEnvironment, "system">,
): readonly Alert[] {
  if (environment === "dev") return [];
  const namespace = namespaceName({ system: system.name, environment });
  return [
    ...Object.entries(system.services).flatMap(([name, service]) =>
      workloadCauses({ namespace, name }, service),
    ),
    ...Object.entries(system.tasks).flatMap(([name, task]) =>
      task.kind === "scheduled-task" ? taskCauses({ namespace, name }, task) : [],
    ),
  ];
}
