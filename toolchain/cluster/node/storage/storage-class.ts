import type { Manifest } from "../manifest.ts";

export const PROVISIONER = "slipway.dev/local-folder";

/** The class of claims that name none. The folder is made where the first pod of the claim is placed. */
export const standardStorage: Manifest = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: PROVISIONER,
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
};
