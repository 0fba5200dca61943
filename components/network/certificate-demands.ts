import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import type { Demand } from "../capacity/demand.ts";
import { certificateSecret } from "./certificate-spec.ts";
import type { PublicHost } from "./route-hosts.ts";

/** What cert-manager's pods that answer for hostnames may need at once, one each; their sizes are its own defaults. */
export const certificateDemands = (hosts: readonly PublicHost[]) =>
  hosts.map(({ name }): { readonly part: string; readonly demand: Demand } => ({
    part: certificateSecret(name),
    demand: {
      pods: 1,
      cpuRequest: millicores(10),
      cpuLimit: millicores(100),
      memory: mebibytes(64),
      disk: mebibytes(64),
    },
  }));
