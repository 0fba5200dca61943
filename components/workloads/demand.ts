import { mostReplicas } from "../../model/scaling.ts";
import type { Workload } from "../../model/workload.ts";
import type { Demand } from "../network/quota.ts";
import { diskOf } from "./resources.ts";
import { writableFolders } from "./writable-folders.ts";

/** What a service may need of its namespace's quota at its peak. */
export function workloadDemand(service: Workload): Demand {
  const surge = service.kind === "singleton" ? 0 : 1;
  return {
    pods: mostReplicas(service.scale) + surge,
    cpuRequest: service.size.cpu.request,
    cpuLimit: service.size.cpu.limit,
    memory: service.size.memory,
    disk: diskOf(service.size, writableFolders(service)),
  };
}
