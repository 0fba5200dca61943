import { objectAt } from "../../protocol/property-value.ts";
import type { KubernetesApi } from "./api.ts";
import { asText } from "./kubernetes-object.ts";

/** The label on `kube-system` that says: this cluster is there to be tried on. */
export const TEST_CLUSTER_LABEL = "slipway.dev/test-cluster";

/** @throws Error unless the cluster is marked as one for tests. A stand-in must not be let near a real one. */
export async function requireTestCluster(api: KubernetesApi, version: string): Promise<void> {
  const system = await api.get({ apiVersion: "v1", kind: "Namespace", namespace: "", name: "kube-system" });
  const mark = asText(objectAt(objectAt(system, "metadata"), "labels")[TEST_CLUSTER_LABEL]);
  if (mark !== "") return;
  throw new Error(
    `The stand-in for the kubernetes plugin changes test clusters only, and ${api.connection.server} is none: ` +
      `its namespace kube-system lacks the label ${TEST_CLUSTER_LABEL}. ` +
      `"make doctor" says how to get the vendor's plugin, version ${version}. With it, run this again.`,
  );
}
