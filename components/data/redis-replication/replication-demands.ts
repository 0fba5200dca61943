import type { SystemEnvironment } from "../../../config/environment.ts";
import type { PartDemand } from "../../capacity/system-demands.ts";
import { replicatedCache } from "../platform-cache.ts";
import { instanceDemand, instancePart } from "./instance-spec.ts";
import { proxyDemand, proxyPart } from "./proxy-spec.ts";

/** What a Redis with replicas needs of its namespace's quota; nothing where a system has none. */
export function replicationDemands(own: SystemEnvironment): readonly PartDemand[] {
  const cache = replicatedCache(own);
  if (!cache) return [];
  return [
    { part: instancePart.name, demand: instanceDemand(cache) },
    { part: proxyPart.name, demand: proxyDemand(cache) },
  ];
}
