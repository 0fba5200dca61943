import { type Cluster, NoClusterHere, startCluster } from "../../../toolchain/cluster/cluster.ts";

/** The one cluster that all scenarios of this folder share. */
export interface ClusterOnTrial {
  readonly name: string;
  start(): Promise<Cluster>;
  /** The running cluster; the test is skipped, with the reason, where there can be none. */
  started(skip: (why: string) => never): Cluster;
  /** Of the cluster that was started first. */
  identity(): string | undefined;
}

/** Starts a cluster, unless there can be none here. */
export async function putOnTrial(name: string): Promise<ClusterOnTrial> {
  const start = (): Promise<Cluster> =>
    startCluster({
      name,
      owner: process.pid,
      say: (line) => {
        console.log(line);
      },
    });
  const { cluster, reason } = await begin(start);
  return { name, start, started: (skip) => cluster ?? skip(reason), identity: () => cluster?.identity };
}

async function begin(
  start: () => Promise<Cluster>,
): Promise<{ cluster: Cluster | undefined; reason: string }> {
  try {
    return { cluster: await start(), reason: "" };
  } catch (error) {
    if (!(error instanceof NoClusterHere)) throw error;
    console.log(`skipped: ${error.message}`);
    return { cluster: undefined, reason: error.message };
  }
}
