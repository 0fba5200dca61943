import { Provider, type ProviderArgs } from "@pulumi/kubernetes";
import type { Environment } from "../../config/environment.ts";

/** The ways to the one cluster of a stack. */
export interface ClusterProviders {
  readonly cluster: Provider;
  /** For what outlives its stack: an object that is there already is taken up again and no error. */
  readonly retaining: Provider;
}

/**
 * The ways to the one cluster of a stack. Default providers are switched off in `Pulumi.yaml`, so a resource without
 * one of these fails. Where the configuration names no cluster, which only dev may do, it is the one of kubectl's
 * current context.
 */
export function clusterProviders({ name, cluster }: Environment): ClusterProviders {
  const args: ProviderArgs = {
    ...(cluster?.context === undefined ? {} : { context: cluster.context }),
    ...(cluster?.kubeconfig === undefined ? {} : { kubeconfig: cluster.kubeconfig }),
    // What has a fixed name and changes in place says so by not being immutable.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
    // What somebody changed by hand is put back by the next update; without this it would fail on whose field it is.
    enablePatchForce: true,
  };
  return {
    cluster: new Provider(`${name}-cluster`, args),
    retaining: new Provider(`${name}-cluster-retaining`, { ...args, upsertExistingObjects: true }),
  };
}
