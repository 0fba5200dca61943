import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../config/environment.ts";

/**
 * Gives a name out only once the cluster has turned out to be the one that the stack means. Whatever is named by it
 * waits, and on the wrong cluster nothing is created at all. A preview changes nothing and needs no cluster, so there
 * the name is given at once.
 * @throws RunError, through the output, when the cluster is another one.
 */
export function provenName(
  name: string,
  cluster: Cluster | undefined,
  provider: kubernetes.Provider,
): pulumi.Input<string> {
  if (cluster === undefined || pulumi.runtime.isDryRun()) return name;
  const system = kubernetes.core.v1.Namespace.get(`${name}-cluster-identity`, "kube-system", { provider });
  return system.metadata.uid.apply((uid) => {
    if (uid === cluster.identity) return name;
    throw new pulumi.RunError(
      `slipway:environment.cluster.identity: this cluster is "${uid}", the stack means "${cluster.identity}"; nothing was changed. Select the right context, or set the identity if the cluster was replaced on purpose.`,
    );
  });
}
