import {
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type KubernetesObject,
} from "@kubernetes/client-node";
import {
  NoClusterHere,
  runningCluster,
  startCluster,
  stopCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { suiteCluster } from "../suite-cluster.ts";

export type LiveObject = KubernetesObject & Record<string, unknown>;

/** Fields to merge into an object; null removes one. */
export interface LiveChange {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly namespace?: string;
  };
  readonly [field: string]: unknown;
}

/** The cluster under test through a client of the tests' own, so that no provider judges itself. */
export interface LiveCluster {
  readonly kubeconfig: string;
  create(object: LiveObject): Promise<LiveObject>;
  /** Undefined when it is not there. */
  find(apiVersion: string, kind: string, id: string): Promise<LiveObject | undefined>;
  list(apiVersion: string, kind: string, namespace: string): Promise<LiveObject[]>;
  /** Merges a change into an object, as somebody with this name. */
  change(change: LiveChange, manager: string): Promise<LiveObject>;
  remove(apiVersion: string, kind: string, id: string): Promise<void>;
  stop(): Promise<void>;
}

const NAME = "provider";

/** The cluster that is shared, or one for the provider's tests alone; undefined, with a line that says why, where this machine can't run one. */
export async function liveCluster(): Promise<LiveCluster | undefined> {
  const ready = process.env["SLIPWAY_TEST_KUBECONFIG"];
  const kubeconfigAtHand = ready ?? runningCluster(suiteCluster)?.kubeconfig;
  if (kubeconfigAtHand !== undefined) return clientFor(kubeconfigAtHand, () => Promise.resolve());
  try {
    const { kubeconfig } = await startCluster({
      name: NAME,
      say: (line) => {
        console.log(line);
      },
      owner: process.pid,
    });
    return clientFor(kubeconfig, () => stopCluster(NAME));
  } catch (error) {
    if (!(error instanceof NoClusterHere)) throw error;
    console.log(error.message);
    return undefined;
  }
}

function clientFor(kubeconfig: string, stop: () => Promise<void>): LiveCluster {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const client = KubernetesObjectApi.makeApiClient(config);
  const find: LiveCluster["find"] = (apiVersion, kind, id) =>
    client.read<LiveObject>({ apiVersion, kind, metadata: metadataOf(id) }).catch(nothingWhenNotFound);
  return {
    kubeconfig,
    find,
    stop,
    create: (object) => client.create(object),
    list: async (apiVersion, kind, namespace) =>
      (await client.list<LiveObject>(apiVersion, kind, namespace)).items,
    change: (change, manager) =>
      client.patch(change, undefined, undefined, manager, undefined, PatchStrategy.MergePatch),
    remove: async (apiVersion, kind, id) => {
      await client.delete({ apiVersion, kind, metadata: metadataOf(id) }).catch(nothingWhenNotFound);
    },
  };
}

function metadataOf(id: string): { name: string; namespace?: string } {
  const [namespace = "", name] = id.split("/");
  return name === undefined ? { name: namespace } : { name, namespace };
}

function nothingWhenNotFound(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === 404) return undefined;
  throw error;
}
