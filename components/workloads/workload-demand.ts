import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Migration } from "../../model/migration.ts";
import { peakPods } from "../../model/peak-pods.ts";
import type { System } from "../../model/system.ts";
import type { Task } from "../../model/task.ts";
import type { Workload } from "../../model/workload.ts";
import type { Demand } from "../capacity/demand.ts";
import { diskOf } from "./resources.ts";
import { writableFolders } from "./writable-folders.ts";

/** What a service may need of its namespace's quota at its peak, old and new pods of a release together. */
export const workloadDemand = (
  system: Pick<System, "images">,
  service: Workload,
  environment: EnvironmentName,
): Demand => ({
  pods: peakPods(service, environment),
  cpuRequest: service.size.cpu.request,
  cpuLimit: service.size.cpu.limit,
  memory: service.size.memory,
  disk: diskOf(service.size, writableFolders(system, service)),
});

/** What a task may need: runs that have ended, well or not, count no more. */
export const taskDemand = (task: Task | Migration, environment: EnvironmentName): Demand => ({
  pods: peakPods(task, environment),
  cpuRequest: task.size.cpu.request,
  cpuLimit: task.size.cpu.limit,
  memory: task.size.memory,
  disk: diskOf(task.size, task.scratch),
});
