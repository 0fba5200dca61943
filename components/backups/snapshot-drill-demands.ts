import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { isDrilled, snapshotDrillPart } from "../../model/snapshot.ts";
import type { PartDemand } from "../capacity/system-demands.ts";
import { copiedStores } from "./copied-stores.ts";
import { programDemand } from "./dump-demands.ts";
import { snapshotSize } from "./program-container.ts";

/** What the drills of a system's copies need of its namespace's quota: all at once. */
export const snapshotDrillDemands = (
  environment: Environment,
  own: SystemEnvironment,
): readonly PartDemand[] =>
  (copiedStores(environment, own)?.stores ?? [])
    .filter(isDrilled)
    .map((store) => ({ part: snapshotDrillPart(store), demand: programDemand(1, snapshotSize(store)) }));
