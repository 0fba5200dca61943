import type { KubernetesObject, OwnerReference } from "./kubernetes-object.ts";

/** What makes an object go when its owner goes, and wait for it where the owner is deleted in the foreground. */
export function ownedBy({ apiVersion, kind, metadata }: KubernetesObject): OwnerReference {
  if (metadata.uid === undefined)
    throw new Error(`${kind} ${metadata.name} has no UID: only what the API server holds can own something.`);
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
