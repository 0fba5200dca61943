import { onClusters } from "./on-clusters.ts";
import { onDumps } from "./on-dumps.ts";
import { onFreshInstalls } from "./on-fresh-installs.ts";
import { onQdrant } from "./on-qdrant.ts";
import { onRedis } from "./on-redis.ts";
import { onSnapshots } from "./on-snapshots.ts";
import { onVolumesAndPoolers } from "./on-volumes-and-poolers.ts";
import { overDays } from "./over-days.ts";
import type { DataScenario } from "./scenario.ts";

export const dataScenarios: readonly DataScenario[] = [
  ...(["atlas-ux", "crb-analyser", "odd-scenes"] as const).map((system): DataScenario => ({
    what: `all of ${system} is well`,
    system,
    fires: [],
  })),
  ...onClusters,
  ...onVolumesAndPoolers,
  ...onDumps,
  ...onSnapshots,
  ...onRedis,
  ...onQdrant,
  ...overDays,
  ...onFreshInstalls,
];
