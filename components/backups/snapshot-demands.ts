import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { snapshotMetrics, snapshotPart } from "../../model/snapshot.ts";
import type { PartDemand } from "../capacity/system-demands.ts";
import { copiedStores } from "./copied-stores.ts";
import { programDemand } from "./dump-demands.ts";
import { metricsSize, snapshotSize } from "./program-container.ts";

/** What the copies of a system's stores need of its namespace's quota: all at once, and the metrics' old and new pod. */
export function snapshotDemands(environment: Environment, own: SystemEnvironment): readonly PartDemand[] {
  const copied = copiedStores(environment, own);
  if (!copied) return [];
  return [
    ...copied.stores.map((store) => ({
      part: snapshotPart(store),
      demand: programDemand(1, snapshotSize(store)),
    })),
    { part: snapshotMetrics, demand: programDemand(2, metricsSize) },
  ];
}
