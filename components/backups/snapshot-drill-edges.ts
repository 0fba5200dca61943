import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { isDrilled, snapshotDrillPart } from "../../model/snapshot.ts";
import { type Edge, part, tcp } from "../network/edge.ts";
import { copiedStores } from "./copied-stores.ts";

/** What the drills of a system's copies reach: the bucket, and none of its stores. */
export function snapshotDrillEdges(environment: Environment, own: SystemEnvironment): readonly Edge[] {
  const copied = copiedStores(environment, own);
  if (!copied) return [];
  const { endpoint, cidrs } = copied.dumps;
  return copied.stores
    .filter(isDrilled)
    .map(snapshotDrillPart)
    .map((name) => ({
      from: part(name),
      to: { kind: "external", name: "dumps", ...(cidrs && { cidrs }) },
      ports: tcp(endpoint.port.number),
      meaning: `${name} reads copies at ${endpoint.url}`,
    }));
}
