import { Provider } from "@pulumi/kubernetes";
import type { Environment } from "../../config/environment.ts";

/**
 * The one way to the one cluster of a stack. Default providers are switched off in `Pulumi.yaml`, so a resource
 * without this one fails instead of landing on whatever cluster kubectl talks to.
 */
export function clusterProvider({ name, cluster }: Environment): Provider {
  return new Provider(`${name}-cluster`, {
    ...(cluster?.context === undefined ? {} : { context: cluster.context }),
    ...(cluster?.kubeconfig === undefined ? {} : { kubeconfig: cluster.kubeconfig }),
    // What has a fixed name and changes in place says so by not being immutable.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}
