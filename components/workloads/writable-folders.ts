import { heartbeatFile } from "../../model/health.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { type ScratchFolder, scratch } from "../../model/size.ts";
import type { Workload } from "../../model/workload.ts";

const heartbeatFolder = scratch(heartbeatFile.slice(0, heartbeatFile.lastIndexOf("/")), mebibytes(1));

/** Every folder that a service's process may write to: those it declares, and the one its heartbeat is in. */
export const writableFolders = (service: Workload): readonly ScratchFolder[] =>
  "heartbeat" in service ? [...service.scratch, heartbeatFolder] : service.scratch;
