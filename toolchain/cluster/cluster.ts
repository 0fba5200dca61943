import { join } from "node:path";
import { withLock } from "../steps/lock.ts";
import { seconds, SetupError } from "../steps/step.ts";
import type { Cluster } from "./description.ts";
import { provideIngredients } from "./ingredients.ts";
import { requireInotify } from "./inotify.ts";
import {
  clearInstance,
  endInstance,
  instanceNames,
  isRunning,
  isLocked,
  lockOf,
  networkNamespaceOf,
  readInstance,
  renewFolder,
  startOf,
  writeInstance,
} from "./instance.ts";
import { launch } from "./launch.ts";
import { NoClusterHere } from "./no-cluster-here.ts";
import { nodeModules, nodePackages, whyNoNode } from "./node/node.ts";
import { type Ingredients, whyNoCluster } from "./why-no-cluster.ts";

export type { Cluster } from "./description.ts";
export { NoClusterHere } from "./no-cluster-here.ts";

export interface StartOptions {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Told of each step as it is done. */
  readonly say: (line: string) => void;
  /** The process with which the cluster ends, however that ends. Without one it runs until it is stopped. */
  readonly owner?: number;
}

const NAME = /^[a-z0-9](?:[-a-z0-9]{0,30}[a-z0-9])?$/;
const CONTROL_PLANE: Ingredients = { modules: ["kubernetes", "kwok"], packages: ["tini"] };

/**
 * Builds and fetches what a cluster is made of; where all of it is there, nothing is done. Answers where the Debian
 * packages lie, and why this machine can't run the real node, if it can't. Throws `NoClusterHere` where the machine
 * can't run any cluster.
 */
export async function prepareCluster(
  say: (line: string) => void,
): Promise<{ readonly debian: string; readonly noNode: string | undefined }> {
  const noNode = whyNoNode();
  const ingredients = noNode === undefined ? withNode(CONTROL_PLANE) : CONTROL_PLANE;
  const noCluster = whyNoCluster(ingredients);
  if (noCluster !== undefined) throw new NoClusterHere(`This machine can't run the cluster: ${noCluster}.`);
  if (noNode !== undefined) say(`no real node here, only simulated ones: ${noNode}`);
  return { debian: await provideIngredients(ingredients, say), noNode };
}

/**
 * Starts a cluster, or answers the one of that name that runs already. What an earlier one left is removed first. Throws
 * `NoClusterHere` where the machine can't run one; where it can't run the real node only, it runs without.
 */
export async function startCluster({ name, say, owner }: StartOptions): Promise<Cluster> {
  requireName(name);
  return withLock(
    lockOf(name),
    ({ pid }) => {
      say(`waiting for process ${pid}, which starts or stops the cluster ${name}`);
    },
    async () => {
      const running = runningCluster(name);
      if (running !== undefined) return running;
      const started = performance.now();
      const { debian, noNode } = await prepareCluster(say);
      requireInotify();
      await clearOthers(name);
      const folder = await renewFolder(name);
      const launched = await launch({
        name,
        folder,
        debian,
        withNode: noNode === undefined,
        owner,
        say,
      }).catch(async (error: unknown) => {
        await clearInstance(name);
        throw error;
      });
      const cluster = describe(name, folder, noNode, launched);
      const supervisorStarted = startOf(launched.supervisor);
      const networkNamespace = networkNamespaceOf(launched.supervisor);
      if (supervisorStarted === undefined || networkNamespace === undefined)
        throw new SetupError(`The cluster ended right after its start. Its logs are in ${cluster.logs}.`);
      writeInstance({ cluster, addresses: launched.addresses, supervisorStarted, networkNamespace });
      say(`cluster ${name} is up, ${seconds(performance.now() - started)}`);
      return cluster;
    },
  );
}

/** Stops the cluster and removes all of it but its logs. Nothing happens when there is none. */
export async function stopCluster(name: string): Promise<void> {
  requireName(name);
  await withLock(
    lockOf(name),
    () => undefined,
    async () => {
      const instance = readInstance(name);
      if (instance !== undefined) await endInstance(instance);
      await clearInstance(name);
    },
  );
}

/** The cluster of that name, when it runs. */
export function runningCluster(name: string): Cluster | undefined {
  const instance = readInstance(name);
  return instance !== undefined && isRunning(instance) ? instance.cluster : undefined;
}

/** The names of all clusters that run. */
export function runningClusters(): string[] {
  return instanceNames().filter((name) => runningCluster(name) !== undefined);
}

/** The command line that runs a command in the cluster's network namespace, where services answer. */
export function insideCluster(cluster: Cluster, command: readonly string[]): string[] {
  return ["nsenter", "--target", String(cluster.supervisor), "--net", "--", ...command];
}

function withNode({ modules, packages }: Ingredients): Ingredients {
  return { modules: [...modules, ...nodeModules], packages: [...packages, ...nodePackages] };
}

function describe(
  name: string,
  folder: string,
  noNode: string | undefined,
  { supervisor, addresses, identity }: Awaited<ReturnType<typeof launch>>,
): Cluster {
  const certificateAuthority = join(folder, "pki", "ca.crt");
  return {
    name,
    folder,
    kubeconfig: join(folder, "kubeconfig"),
    identity,
    apiServer: `https://${addresses.node}:6443`,
    registry:
      noNode === undefined
        ? {
            name: "registry.slipway.test:5000",
            address: `https://${addresses.node}:5000`,
            certificateAuthority,
          }
        : undefined,
    node: noNode === undefined ? { kind: "real" } : { kind: "simulated-only", reason: noNode },
    supervisor,
    logs: join(folder, "log"),
  };
}

/** Clusters whose owner was killed have left their folders and cgroups: nobody else would ever remove them. */
async function clearOthers(name: string): Promise<void> {
  for (const other of instanceNames()) {
    if (other === name || runningCluster(other) !== undefined || isLocked(other)) continue;
    await withLock(
      lockOf(other),
      () => undefined,
      () => clearInstance(other),
    );
  }
}

function requireName(name: string): void {
  if (!NAME.test(name))
    throw new SetupError(
      `"${name}" is no name for a cluster. Use up to 32 lower-case letters, digits and hyphens, as in "slipway".`,
    );
}
