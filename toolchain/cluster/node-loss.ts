import { applyObjects } from "./apply.ts";

/** Longer than any test has patience. */
const LOST_SECONDS = 24 * 3600;

/**
 * Makes a simulated node fall silent, as a machine does that lost its network: another holder has its lease, so kwok
 * leaves it alone. The controllers call it unreachable after 20 s, and evict its pods 15 s later.
 */
export function loseNode(kubeconfig: string, node: string): Promise<void> {
  const renewTime = new Date().toISOString().replace("Z", "000Z");
  return applyObjects(kubeconfig, [
    leaseOf(node, { holderIdentity: "lost", leaseDurationSeconds: LOST_SECONDS, renewTime }),
  ]);
}

/** Brings a lost node back: kwok takes a lease that nobody holds, within 10 s. */
export function returnNode(kubeconfig: string, node: string): Promise<void> {
  return applyObjects(kubeconfig, [leaseOf(node, {})]);
}

function leaseOf(node: string, spec: Readonly<Record<string, unknown>>) {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: node, namespace: "kube-node-lease" },
    spec,
  };
}
