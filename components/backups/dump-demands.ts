import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { Size } from "../../model/size.ts";
import type { Demand } from "../capacity/demand.ts";
import type { PartDemand } from "../capacity/system-demands.ts";
import { diskOf } from "../workloads/resources.ts";
import { dumpParts } from "./dump-names.ts";
import { dumpedDatabase } from "./dumped-database.ts";
import { metricsSize, runSize } from "./program-container.ts";
import { serverScratch, serverSize } from "./scratch-server.ts";

/** What the dumps of a system need of its namespace's quota: a run of each kind, and the metrics' old and new pod. */
export function dumpDemands(environment: Environment, own: SystemEnvironment): readonly PartDemand[] {
  const dumped = dumpedDatabase(environment, own);
  if (!dumped) return [];
  const server = serverSize(dumped.database);
  return [
    { part: dumpParts.dump.name, demand: programDemand(1, runSize) },
    {
      part: dumpParts.drill.name,
      demand: {
        pods: 1,
        cpuRequest: runSize.cpu.request.plus(server.cpu.request),
        cpuLimit: runSize.cpu.limit.plus(server.cpu.limit),
        memory: runSize.memory.plus(server.memory),
        disk: diskOf(runSize, []).plus(diskOf(server, serverScratch(dumped.database))),
      },
    },
    { part: dumpParts.metrics.name, demand: programDemand(2, metricsSize) },
  ];
}

/** What pods of the program need, of which so many may be there at once. */
export const programDemand = (pods: number, size: Size): Demand => ({
  pods,
  cpuRequest: size.cpu.request,
  cpuLimit: size.cpu.limit,
  memory: size.memory,
  disk: diskOf(size, []),
});
