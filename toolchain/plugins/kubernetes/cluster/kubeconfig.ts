import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";

/** Which cluster, as the provider is configured; what is empty is left to the environment. */
export interface ClusterChoice {
  /** A kubeconfig's path or its content. */
  readonly kubeconfig: string;
  readonly context: string;
  /** The name of a cluster in the kubeconfig, in place of the context's own. */
  readonly cluster: string;
}

const SERVICE_ACCOUNT_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** Reads the kubeconfig that the choice or the environment names. @throws Error which says what is missing. */
export async function loadKubeconfig(
  { kubeconfig, context, cluster }: ClusterChoice,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<KubeConfig> {
  // The library takes half a second to load, and a preview has no need of it.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === "") {
    requireAmbient(environment);
    config.loadFromDefault();
  } else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else if (!kubeconfig.includes("\n") && !kubeconfig.trimStart().startsWith("{")) {
    throw new Error(
      `The kubeconfig ${kubeconfig} is not there. Correct the provider's setting "kubeconfig".`,
    );
  } else config.loadFromString(kubeconfig);
  if (context !== "") {
    if (config.getContextObject(context) === null) {
      const known = config.getContexts().map(({ name }) => name);
      throw new Error(`The kubeconfig has no context "${context}". It has: ${known.join(", ")}.`);
    }
    config.setCurrentContext(context);
  }
  if (cluster !== "") useCluster(config, cluster);
  if (config.getCurrentCluster() === null) {
    throw new Error(
      'The kubeconfig names no current cluster. Set its current-context, or the provider\'s setting "context".',
    );
  }
  return config;
}

/** Without any configuration the library would take a server on localhost, which nobody asked for. */
function requireAmbient(environment: NodeJS.ProcessEnv): void {
  const named = (environment["KUBECONFIG"] ?? "").split(":").filter((file) => file !== "");
  const missing = named.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`KUBECONFIG names ${missing}, which is not there.`);
  const inHome = join(environment["HOME"] ?? homedir(), ".kube", "config");
  if (named.length > 0 || existsSync(inHome) || existsSync(SERVICE_ACCOUNT_TOKEN)) return;
  throw new Error(
    'No cluster is configured. Set the provider\'s "kubeconfig", or KUBECONFIG, to the kubeconfig of one.',
  );
}

function useCluster(config: KubeConfig, cluster: string): void {
  if (config.getCluster(cluster) === null) {
    const known = config.getClusters().map(({ name }) => name);
    throw new Error(`The kubeconfig has no cluster "${cluster}". It has: ${known.join(", ")}.`);
  }
  const contexts = config
    .getContexts()
    .map((context) => (context.name === config.getCurrentContext() ? { ...context, cluster } : context));
  config.loadFromOptions({
    clusters: config.getClusters(),
    users: config.getUsers(),
    contexts,
    currentContext: config.getCurrentContext(),
  });
}
