import { referenceTo, textAt } from "../cluster/kubernetes-object.ts";
import { ready, waiting, type ReadinessRule } from "./readiness.ts";

const classes = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" };

/** Ready when bound; a claim that is bound by its first pod is ready while it waits for one. */
export const claimReadiness: ReadinessRule = {
  related: [classes],
  judge: ({ object, related }) => {
    const phase = textAt(object, "status.phase");
    if (phase === "Bound") return ready("PVC has been bound");
    const name = textAt(object, "spec.storageClassName");
    const ofClaim = related(classes).find((storage) => referenceTo(storage).name === name);
    const mode = ofClaim === undefined ? "" : textAt(ofClaim, "volumeBindingMode");
    if (phase === "Pending" && mode === "WaitForFirstConsumer")
      return ready("PVC waits for its first consumer");
    const missing = ofClaim === undefined && name !== "" ? [`the cluster has no StorageClass "${name}"`] : [];
    return waiting("Waiting for PVC to be bound", [
      `PersistentVolumeClaim is ${phase || "not looked at yet"}`,
      ...missing,
    ]);
  },
};

export const volumeReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    const phase = textAt(object, "status.phase");
    if (phase === "Available" || phase === "Bound") return ready(`PV is ${phase}`);
    return waiting("Waiting for PV to be available", [`PersistentVolume is ${phase || "not looked at yet"}`]);
  },
};
