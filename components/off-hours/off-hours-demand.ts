import type { Demand } from "../capacity/demand.ts";
import { switchSize } from "./switch-pod.ts";

/** The ways in which a system is switched, each by a CronJob of its own. */
export const directions = ["down", "up"] as const;

/** What the jobs need of the namespace's quota. */
export const offHoursDemand = (): Demand => ({
  pods: directions.length,
  cpuRequest: switchSize.cpu.request,
  cpuLimit: switchSize.cpu.limit,
  memory: switchSize.memory,
  disk: switchSize.disk,
});
