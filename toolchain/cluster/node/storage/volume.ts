import { join } from "node:path";
import type { V1PersistentVolume, V1PersistentVolumeClaim, V1StorageClass } from "@kubernetes/client-node";
import type { Manifest } from "../manifest.ts";
import { PROVISIONER } from "./storage-class.ts";

const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

/** Whether the claim waits for a volume of this class, and the scheduler has said where. */
export function waits(
  claim: V1PersistentVolumeClaim,
  storageClass: V1StorageClass | undefined,
): storageClass is V1StorageClass {
  return (
    storageClass?.provisioner === PROVISIONER &&
    claim.metadata?.deletionTimestamp === undefined &&
    (claim.spec?.volumeName ?? "") === "" &&
    nodeOf(claim) !== undefined
  );
}

/** Whether the claim asks for more than its volume is said to have. */
export function grows(claim: V1PersistentVolumeClaim, volume: V1PersistentVolume): boolean {
  const asked = claim.spec?.resources?.requests?.["storage"];
  return isOurs(volume) && claim.status?.phase === "Bound" && asked !== claim.status.capacity?.["storage"];
}

/** Whether the volume's claim is gone and its folder is to go too. */
export function isToBeDeleted(volume: V1PersistentVolume): boolean {
  return (
    isOurs(volume) &&
    volume.status?.phase === "Released" &&
    volume.spec?.persistentVolumeReclaimPolicy === "Delete" &&
    volume.metadata?.deletionTimestamp === undefined
  );
}

function isOurs(volume: V1PersistentVolume): boolean {
  return volume.metadata?.annotations?.[PROVISIONED_BY] === PROVISIONER;
}

/** The folder of a volume, below that of all. */
export function folderOf(name: string, root: string): string {
  if (!/^pvc-[0-9a-f-]+$/.test(name)) throw new Error(`The volume "${name}" is not one that was made here.`);
  return join(root, name);
}

/**
 * The volume that a claim waits for. Its size is what is asked for, and nothing holds the pod to it. Volumes are of the
 * kind "local", so that the kubelet gives the folder to the pod's fsGroup.
 */
export function volumeFor(
  claim: V1PersistentVolumeClaim,
  storageClass: V1StorageClass,
  root: string,
): LocalVolume {
  const uid = claim.metadata?.uid ?? "";
  const claimed = { name: claim.metadata?.name ?? "", namespace: claim.metadata?.namespace ?? "", uid };
  const onNode = { key: "kubernetes.io/hostname", operator: "In", values: [nodeOf(claim) ?? ""] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `pvc-${uid}`, annotations: { [PROVISIONED_BY]: PROVISIONER } },
    spec: {
      capacity: { storage: claim.spec?.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec?.accessModes ?? [],
      volumeMode: "Filesystem",
      storageClassName: storageClass.metadata?.name ?? "",
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", ...claimed },
      local: { path: join(root, `pvc-${uid}`) },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
    },
  };
}

export interface LocalVolume extends Manifest {
  readonly spec: {
    readonly claimRef: { readonly namespace: string; readonly name: string } & Record<string, unknown>;
    readonly local: { readonly path: string };
    readonly [field: string]: unknown;
  };
}

function nodeOf(claim: V1PersistentVolumeClaim): string | undefined {
  return claim.metadata?.annotations?.[SELECTED_NODE];
}
