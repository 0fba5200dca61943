import { mostReplicas } from "../../model/scaling.ts";
import type { Workload } from "../../model/workload.ts";
import type { Demand } from "../network/quota.ts";
import { diskOf } from "./resources.ts";
import { writableFolders } from "./writable-folders.ts";

/** What a service may need of its namespace's quota at its peak. */
export function workloadDemand(service: Workload): Demand {
  return {
    // Pods that are going away count until they are gone, and a rollout does not wait for them: while the last old
    // one drains, every new one may be there already. A drained node's singleton overlaps in the same way.
    pods: 2 * mostReplicas(service.scale),
    cpuRequest: service.size.cpu.request,
    cpuLimit: service.size.cpu.limit,
    memory: service.size.memory,
    disk: diskOf(service.size, writableFolders(service)),
  };
}
