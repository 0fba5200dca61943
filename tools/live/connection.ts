import type { KubeConfig } from "@kubernetes/client-node";
import { configuredEnvironment } from "../../config/stack-files.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { recordedResources, type StateResource } from "./engine-state.ts";

interface ConfiguredCluster {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly identity?: string;
}

/** The cluster that a stack's configuration names; none in dev means the one that kubectl talks to. */
function configuredCluster(stack: EnvironmentName): ConfiguredCluster | undefined {
  return (configuredEnvironment(stack) as { readonly cluster?: ConfiguredCluster } | undefined)?.cluster;
}

/** The way to the cluster of a stack. @throws UsageError when its file or its context is not there. */
export async function clusterOf(stack: EnvironmentName): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const named = configuredCluster(stack);
  const config = new KubeConfig();
  try {
    if (named?.kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(named.kubeconfig);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The kubeconfig of ${stack} can't be read: ${reason}`);
  }
  if (named?.context !== undefined) {
    if (config.getContextObject(named.context) === null)
      throw new UsageError(
        `There is no context "${named.context}" in the kubeconfig, and ${stack} names it.`,
      );
    config.setCurrentContext(named.context);
  }
  return config;
}

/**
 * Makes sure that the cluster is the one that the stack means, and the one that its state was made in, before the
 * engine reads or deletes anything in it.
 * @throws UsageError when it is another one, or can't be asked.
 */
export async function requireOwnCluster(
  stack: EnvironmentName,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const configured = configuredCluster(stack);
  const recorded = await recordedResources(stack, environment);
  const difference = connectionDifference(recorded, {
    context: configured?.context,
    kubeconfig: configured?.kubeconfig ?? kubeconfigOf(environment),
  });
  if (difference !== undefined) {
    throw new UsageError(
      `${difference} The engine would go where the state says. Nothing was changed. ` +
        `Run "make up STACK=${stack}" first, so that the state follows, or set it back.`,
    );
  }
  if (configured?.identity !== undefined) await requireIdentity(stack, configured.identity);
}

/** Without a path of its own, the way to the cluster takes and records this one. */
function kubeconfigOf({ KUBECONFIG }: NodeJS.ProcessEnv): string | undefined {
  return KUBECONFIG === "" ? undefined : KUBECONFIG;
}

async function requireIdentity(stack: EnvironmentName, identity: string): Promise<void> {
  const { CoreV1Api } = await import("@kubernetes/client-node");
  const config = await clusterOf(stack);
  const uid = await config
    .makeApiClient(CoreV1Api)
    .readNamespace({ name: "kube-system" })
    .then(({ metadata }) => metadata?.uid)
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`The cluster of ${stack} can't be asked which one it is: ${reason}`);
    });
  if (uid === identity) return;
  throw new UsageError(
    `slipway:environment.cluster.identity: this cluster is "${uid ?? "unknown"}", ${stack} means "${identity}". ` +
      "Nothing was changed. Select the right context, or set the identity if the cluster was replaced on purpose.",
  );
}

/** In what the recorded ways to the cluster differ from the configured one, as a sentence. A state without any has none. */
export function connectionDifference(
  state: readonly StateResource[],
  configured: { readonly context: string | undefined; readonly kubeconfig: string | undefined },
): string | undefined {
  const providers = state.filter((resource) => resource.type === "pulumi:providers:kubernetes");
  for (const { inputs = {} } of providers.filter((provider) => provider.delete !== true)) {
    for (const key of ["context", "kubeconfig"] as const) {
      const recorded = inputs[key];
      // An encrypted one can't be compared, and is no path of ours.
      if (typeof recorded === "object" && recorded !== null) continue;
      if ((recorded ?? undefined) !== configured[key])
        return `slipway:environment.cluster.${key}: the state was made with ${shown(recorded)}, the configuration says ${shown(configured[key])}.`;
    }
  }
  return undefined;
}

const shown = (value: unknown): string => {
  if (typeof value !== "string" || value === "") return "none";
  // A kubeconfig may stand there as a text, and holds keys.
  return value.includes("\n") ? "a kubeconfig as text" : `"${value}"`;
};
