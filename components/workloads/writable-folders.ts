import { heartbeatFile } from "../../model/health.ts";
import { sharedMetricsFolder, sharesMetrics } from "../../model/metrics-endpoint.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { type ScratchFolder, scratch } from "../../model/size.ts";
import type { System } from "../../model/system.ts";
import type { Workload } from "../../model/workload.ts";
import { siteScratch } from "./site-server.ts";

const heartbeatFolder = scratch(heartbeatFile.slice(0, heartbeatFile.lastIndexOf("/")), mebibytes(1));

/** Every folder that a service's process may write to: those it declares, and what its kind writes to by itself. */
export function writableFolders(system: Pick<System, "images">, service: Workload): readonly ScratchFolder[] {
  if (sharesMetrics(system, service)) return [...service.scratch, sharedMetricsFolder];
  if ("heartbeat" in service) return [...service.scratch, heartbeatFolder];
  if (service.kind === "static-site" && service.scratch.every(({ path }) => path !== siteScratch.path)) {
    return [...service.scratch, siteScratch];
  }
  return service.scratch;
}
