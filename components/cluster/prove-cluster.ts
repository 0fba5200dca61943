import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../config/environment.ts";

/**
 * Makes sure that the cluster is the one that the stack means, before anything is made. A preview changes nothing and
 * needs no cluster, so there nothing is asked.
 * @throws RunError when the cluster is another one.
 */
export async function proveCluster(
  cluster: Cluster | undefined,
  provider: kubernetes.Provider,
): Promise<void> {
  if (cluster === undefined || pulumi.runtime.isDryRun()) return;
  const { metadata } = kubernetes.core.v1.Namespace.get("cluster-identity", "kube-system", { provider });
  const uid = await new Promise<string>((resolve) => {
    metadata.uid.apply(resolve);
  });
  if (uid === cluster.identity) return;
  throw new pulumi.RunError(
    `slipway:environment.cluster.identity: this cluster is "${uid}", the stack means "${cluster.identity}". ` +
      "Nothing in it was changed. Select the right context, or set the identity if the cluster was replaced on purpose.",
  );
}
