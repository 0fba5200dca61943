import { afterAll, beforeAll } from "vitest";
import { describeSimulatedNodes } from "./lifecycle/simulated-nodes.ts";
import { describeChanging } from "./provider/changing.ts";
import { describeCreation } from "./provider/creation.ts";
import { describeDeletion } from "./provider/deletion.ts";
import { describeKnowing } from "./provider/knowing.ts";
import { liveCluster, type LiveCluster } from "./provider/live-cluster.ts";
import { describeScaling } from "./provider/scaling.ts";
import { describeWaiting } from "./provider/waiting.ts";

let live: LiveCluster | undefined;
const cluster = (): LiveCluster | undefined => live;

beforeAll(async () => {
  live = await liveCluster();
}, 1_800_000);
afterAll(() => live?.stop());

describeCreation(cluster);
describeChanging(cluster);
describeDeletion(cluster);
describeWaiting(cluster);
describeScaling(cluster);
describeKnowing(cluster);

// Here, since the provider's pods lie on simulated nodes as well, and one of these is lost at the end.
describeSimulatedNodes();
