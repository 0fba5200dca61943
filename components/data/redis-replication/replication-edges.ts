import { cacheInstance } from "../../../model/cache.ts";
import { storeServices } from "../../../model/store-services.ts";
import { type Edge, part, tcp } from "../../network/edge.ts";
import { sentinelPort } from "./replication-settings.ts";

/** What a Redis with replicas lives by, behind the address that its clients come to. */
export function replicationEdges(): readonly Edge[] {
  const { name, port } = storeServices.cache;
  const [proxy, instances] = [part(name), part(cacheInstance)];
  const ports = tcp(port, sentinelPort);
  return [
    {
      from: proxy,
      to: instances,
      ports,
      meaning: `${name} sends clients on to the primary that sentinels name`,
    },
    {
      from: instances,
      to: instances,
      ports,
      meaning: "instances replicate, and sentinels watch them and agree",
    },
  ];
}
