import { afterAll, beforeAll } from "vitest";
import { stopCluster } from "../../toolchain/cluster/cluster.ts";
import { describeAccess } from "./cluster/access.ts";
import { describeAdmission } from "./cluster/admission.ts";
import { describeEnd } from "./cluster/end.ts";
import { describeNodes } from "./cluster/nodes.ts";
import { type ClusterOnTrial, putOnTrial } from "./cluster/on-trial.ts";

const NAME = "cluster-test";

let cluster: ClusterOnTrial | undefined;
const trial = (): ClusterOnTrial => {
  if (cluster === undefined) throw new Error("The cluster was not tried to be started.");
  return cluster;
};

beforeAll(async () => {
  cluster = await putOnTrial(NAME);
}, 30 * 60_000);
afterAll(() => stopCluster(NAME));

describeNodes(trial);
describeAdmission(trial);
describeAccess(trial);
// It kills the cluster.
describeEnd(trial);
